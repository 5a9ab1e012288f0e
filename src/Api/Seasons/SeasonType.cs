using Billing.Api.Enums;
using Billing.Api.Organizations;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain;
using Billing.Domain.Seasons;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Seasons;

/// <summary>A season, and the organization that it is of.</summary>
public sealed record SeasonView(Season Season, OrganizationView Organization)
{
    /// <summary>Slots taken, by members invited or not (A15).</summary>
    public int Assigned => Organization.State.Assigned(Season.Id);

    /// <summary>Never below zero (A50).</summary>
    public int Available => Math.Max(0, Season.Seats - Assigned);

    public bool HasEnded => Season.HasEndedAt(Organization.Now);

    /// <summary>A slot of it can be given to a member now (R33).</summary>
    public bool IsSelectable => !HasEnded && Available > 0;

    /// <summary>Null where there is none, or staff have taken it away.</summary>
    public static SeasonView? Find(OrganizationView organization, SeasonId id) =>
        organization.State.Season(id) is { } season ? new(season, organization) : null;

    /// <summary>Without those that staff have taken away, in the order of their opening.</summary>
    public static IEnumerable<SeasonView> All(OrganizationView organization) => InOrder(organization, organization.State.Seasons.Values);

    /// <summary>Those of one member, past ones too (A18).</summary>
    public static IEnumerable<SeasonView> Of(OrganizationView organization, Domain.Members.Member member) =>
        InOrder(organization, member.Seasons.Select(organization.State.Season).OfType<Season>());

    private static IEnumerable<SeasonView> InOrder(OrganizationView organization, IEnumerable<Season> seasons) => seasons
        .Where(season => season.RemovedAt is null)
        .OrderBy(season => season.OpensAt).ThenBy(season => season.Name, StringComparer.Ordinal).ThenBy(season => season.Id.Value, StringComparer.Ordinal)
        .Select(season => new SeasonView(season, organization));
}

public sealed class SeasonType : ObjectGraphType<SeasonView>
{
    public SeasonType()
    {
        Name = "Season";
        Description = "A window of access for seasonal members, in whole UTC days, with a number of slots.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("sea_…").Resolve(context => context.Source.Season.Id.Value);
        Field<NonNullGraphType<StringGraphType>>("name").Description("1 to 200 characters.").Resolve(context => context.Source.Season.Name);
        Field<NonNullGraphType<DateScalar>>("opensOn").Description("The first day of access, UTC.").Resolve(context => context.Source.Season.Window.Start);
        Field<NonNullGraphType<DateScalar>>("closesOn").Description("The last day of access, UTC.").Resolve(context => context.Source.Season.Window.LastDay);
        Field<NonNullGraphType<DateTimeScalar>>("opensAt").Description("00:00 UTC of opensOn.").Resolve(context => context.Source.Season.OpensAt);
        Field<NonNullGraphType<DateTimeScalar>>("closesAt").Description("00:00 UTC of the day after closesOn; the first instant without access.").Resolve(context => context.Source.Season.ClosesAt);
        Field<NonNullGraphType<LocalWindowType>>("local").Description("The same two instants on a wall clock elsewhere.")
            .Argument<NonNullGraphType<StringGraphType>>("timeZone", "An IANA zone: America/New_York.")
            .Resolve(context => LocalWindow.Of(context.Source.Season, context.GetArgument<string>("timeZone")));
        Field<NonNullGraphType<IntGraphType>>("seats").Description("Slots in all.").Resolve(context => context.Source.Season.Seats);
        Field<NonNullGraphType<IntGraphType>>("assigned").Description("Slots taken, by invited members too; of a season that has ended, those that were.").Resolve(context => context.Source.Assigned);
        Field<NonNullGraphType<IntGraphType>>("available").Description("Slots that are free; never below zero.").Resolve(context => context.Source.Available);
        Field<NonNullGraphType<SeasonStateType>>("state").Description("At this instant, whether or not anything has run since.")
            .Resolve(context => context.Source.Season.StateAt(context.Source.Organization.Now));
        Field<NonNullGraphType<BooleanGraphType>>("adHoc").Description("Made from an ad hoc request, beside the contract.").Resolve(context => context.Source.Season.AdHoc);
    }
}

public sealed class SeasonUsageType : ObjectGraphType<SeasonView>
{
    public SeasonUsageType()
    {
        Name = "SeasonUsage";
        Description = "A season's slots, and how many members have one.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<SeasonType>>("season").Description("The season.").Resolve(context => context.Source);
        Field<NonNullGraphType<IntGraphType>>("purchased").Description("Slots in all.").Resolve(context => context.Source.Season.Seats);
        Field<NonNullGraphType<IntGraphType>>("assigned").Description("Taken, by invited members too.").Resolve(context => context.Source.Assigned);
        Field<NonNullGraphType<IntGraphType>>("available").Description("Free; never below zero.").Resolve(context => context.Source.Available);
    }
}
