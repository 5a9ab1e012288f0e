using Billing.Api.Errors;
using Billing.Api.Input;
using Billing.Api.Security;
using Billing.Domain.Seasons;
using GraphQL.Types;
using NodaTime;
using NodaTime.Text;

namespace Billing.Api.Seasons;

/// <summary>A season's two instants as a wall clock in some zone shows them, by that zone's own rules on that day (R26, A11). Nothing but shown: all
/// rules are UTC (R24).</summary>
/// <param name="OpensAt">Local time with offset: 2025-05-31T20:00:00-04:00.</param>
public sealed record LocalWindow(string TimeZone, string OpensAt, string ClosesAt)
{
    private static readonly OffsetDateTimePattern Pattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <exception cref="BadInputException">There is no such zone.</exception>
    public static LocalWindow Of(Season season, string timeZone)
    {
        var zone = TimeZones.Find(timeZone) ?? throw new BadInputException($"timeZone {TimeZones.Problem}.", "timeZone");
        return new(zone.Id, Local(season.OpensAt, zone), Local(season.ClosesAt, zone));
    }

    private static string Local(Instant instant, DateTimeZone zone) => Pattern.Format(instant.InZone(zone).ToOffsetDateTime());
}

public sealed class LocalWindowType : ObjectGraphType<LocalWindow>
{
    public LocalWindowType()
    {
        Name = "LocalWindow";
        Description = "A season's opening and closing on a wall clock: local time with offset, 2025-05-31T20:00:00-04:00.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("timeZone").Description("The IANA zone that was asked for.").Resolve(context => context.Source.TimeZone);
        Field<NonNullGraphType<StringGraphType>>("opensAt").Description("When access begins, local time with offset.").Resolve(context => context.Source.OpensAt);
        Field<NonNullGraphType<StringGraphType>>("closesAt").Description("The first instant without access, local time with offset.").Resolve(context => context.Source.ClosesAt);
    }
}
