using Billing.Api.Enums;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Seasons;
using Billing.Api.Security;
using Billing.Domain;
using Billing.Domain.AdHoc;
using GraphQL.Types;

namespace Billing.Api.AdHoc;

/// <summary>A request for ad hoc seats, and the organization that asks.</summary>
public sealed record AdHocView(AdHocRequest Request, OrganizationView Organization)
{
    /// <summary>OVERDUE from its instant on, whether or not any wake-up has run (P12, A13).</summary>
    public AdHocState State => Request.State == AdHocState.Requested && Organization.Now >= Request.DueBy ? AdHocState.Overdue : Request.State;

    public static AdHocView? Find(OrganizationView organization, AdHocRequestId id) =>
        organization.State.AdHocRequest(id) is { } found ? new(found, organization) : null;

    /// <summary>Newest first.</summary>
    public static IEnumerable<AdHocView> All(OrganizationView organization) =>
        organization.State.AdHocRequests.Reverse().Select(request => new AdHocView(request, organization));
}

public sealed class AdHocSeatRequestType : ObjectGraphType<AdHocView>, INodeType
{
    public AdHocSeatRequestType()
    {
        Name = NodeName;
        Description = "A customer's wish for seasonal seats beside his contract, which staff accept or decline.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("adh_…").Resolve(context => context.Source.Request.Id.Value);
        Field<NonNullGraphType<OrganizationType>>("organization").Description("Who asks.").Resolve(context => context.Source.Organization);
        Field<NonNullGraphType<IntGraphType>>("seats").Description("How many.").Resolve(context => context.Source.Request.Seats);
        Field<NonNullGraphType<DateScalar>>("startsOn").Description("The first day of access, UTC.").Resolve(context => context.Source.Request.StartsOn);
        Field<NonNullGraphType<IntGraphType>>("increments").Description("How many times three calendar months.").Resolve(context => context.Source.Request.Increments);
        Field<NonNullGraphType<DateTimeScalar>>("requestedAt").Description("On the organization's clock.").Resolve(context => context.Source.Request.RequestedAt);
        Field<NonNullGraphType<DateTimeScalar>>("dueBy").Description("48 business hours after it: Mondays to Fridays, UTC.").Resolve(context => context.Source.Request.DueBy);
        Field<NonNullGraphType<AdHocStateType>>("state").Description("At this instant: OVERDUE from dueBy on, by itself.").Resolve(context => context.Source.State);
        Field<SeasonType>("season").Description("What came of it; null unless it was accepted.")
            .Resolve(context => context.Source.Request.Season is { } id ? SeasonView.Find(context.Source.Organization, id) : null);
    }

    public static string NodeName => "AdHocSeatRequest";
}
