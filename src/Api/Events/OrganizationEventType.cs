using System.Globalization;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Events;

/// <summary>The interface of everything that happens to an organization.</summary>
public sealed class OrganizationEventType : InterfaceGraphType<PublishedEventView>, INodeType
{
    public OrganizationEventType()
    {
        Name = NodeName;
        Description = "Something that happened to an organization.";
        Field<NonNullGraphType<IdGraphType>>("organizationId").Description("To which organization.");
        Field<NonNullGraphType<LongScalar>>("sequence").Description("1, 2, 3… in the organization, without a gap.");
        Field<NonNullGraphType<DateTimeScalar>>("at").Description("When, on the organization's clock.");
        Field<NonNullGraphType<StringGraphType>>("actor").Description("Whose doing it was: a member's or staff's id, or system.");
        Field<NonNullGraphType<StringGraphType>>("cursor").Description("Its place: resumes a list or subscription behind it.");
    }

    public static string NodeName => "OrganizationEvent";
}

/// <summary>Pages of an organization's events, oldest first, read from the journal.</summary>
internal static class EventPages
{
    public const string List = "events";

    public static string ListOf(OrganizationId organization) => $"{organization}/{List}";

    public static string Cursor(CursorCodec cursors, PublishedEventView view) =>
        cursors.Encode(ListOf(view.Organization), view.Sequence.ToString(CultureInfo.InvariantCulture));

    public static async Task<Connection<PublishedEventView>> OfAsync(IResolveFieldContext<OrganizationView> context, PageRequest page, Func<string, string> cursor)
    {
        var reads = (IEventReads)context.RequestServices!.GetService(typeof(IEventReads))!;
        var rows = await reads.ReadAsync(context.Source.Id, page.AfterNumber ?? 0, page.First + 1, context.CancellationToken);
        var edges = rows.Take(page.First).Select(view => new Edge<PublishedEventView>(cursor, view.Sequence.ToString(CultureInfo.InvariantCulture), view));
        var total = (int)Math.Min(int.MaxValue, Math.Max(context.Source.State.PublicSequence, rows.Count > 0 ? rows[^1].Sequence : 0));
        return new([.. edges], rows.Count > page.First, page.After is not null, total);
    }
}
