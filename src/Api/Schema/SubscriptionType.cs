using Billing.Api.Events;
using Billing.Api.Paging;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using GraphQL.Types;

namespace Billing.Api.Schema;

/// <summary>What tells of events as they happen.</summary>
public sealed class SubscriptionType : ObjectGraphType
{
    private const string After = "A cursor: begins with what follows it, however long ago that was. Left out: begins now.";

    public SubscriptionType(CursorCodec cursors)
    {
        Name = "Subscription";
        Description = "Events as they are committed: each once, in order. The last one's cursor resumes behind it, on any connection.";
        Field<NonNullGraphType<AccountStatusChangedType>>("accountStatusChanged").Requires(Right.Member)
            .Description("An organization's access is gained, lost, or put at risk.")
            .Argument<NonNullGraphType<IdGraphType>>("organizationId", "org_…")
            .Argument<StringGraphType>("after", After)
            .ResolveEvents((context, cancellationToken) => EventStreams.StatusAsync(context, cursors, cancellationToken));
        Field<NonNullGraphType<OrganizationEventType>>("organizationEvents").Requires(Right.Billing)
            .Description("Everything that happens to an organization, as Organization.events lists it; the cursors are the same.")
            .Argument<NonNullGraphType<IdGraphType>>("organizationId", "org_…")
            .Argument<StringGraphType>("after", After)
            .ResolveEvents((context, cancellationToken) => EventStreams.EverythingAsync(context, cursors, cancellationToken));
        Field<NonNullGraphType<AccountStatusChangedType>>("allAccountStatusChanges").Requires(Right.StaffOrServiceRead)
            .Description("Every organization's status changes, for integrators (role SERVICE or STAFF), with one cursor for all.")
            .Argument<StringGraphType>("after", After)
            .ResolveEvents((context, cancellationToken) => EventStreams.FeedAsync(context, cursors, cancellationToken));
    }
}
