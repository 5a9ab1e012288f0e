using Billing.Api.Enums;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using GraphQL.Types;

namespace Billing.Api.Events;

/// <summary>Whatever happens to a member is one kind of event: what a subscriber does is look at the member.</summary>
public sealed class MemberChangedType : EventGraphType
{
    public MemberChangedType(CursorCodec cursors)
        : base(cursors, "MemberChanged", "A member was added, changed or removed, has signed in for the first time, or has become the owner.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("Which member.").Resolve(context => Change(context.Source.Event).Member.Value);
        Field<NonNullGraphType<MemberStatusType>>("status").Description("The status from now on.").Resolve(context => Change(context.Source.Event).Status);
    }

    protected override bool Is(OrganizationEvent fact) => fact is MemberAdded or MemberUpdated or MemberRemoved or MemberActivated or OwnershipTransferred;

    private static (MemberId Member, MemberStatus Status) Change(OrganizationEvent fact) => fact switch
    {
        MemberAdded e => (e.Member.Id, e.Member.Status),
        MemberUpdated e => (e.Member.Id, e.Member.Status),
        MemberRemoved e => (e.Id, MemberStatus.Removed),
        MemberActivated e => (e.Id, MemberStatus.Active),
        OwnershipTransferred e => (e.To, MemberStatus.Active),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} changes no member."),
    };
}

/// <summary>Whatever happens to a season is one kind of event.</summary>
public sealed class SeasonChangedType : EventGraphType
{
    public SeasonChangedType(CursorCodec cursors)
        : base(cursors, "SeasonChanged", "A season was made, edited or taken away, has opened, or has closed.")
    {
        Field<NonNullGraphType<IdGraphType>>("seasonId").Description("Which season.").Resolve(context => Change(context.Source).Season.Value);
        Field<NonNullGraphType<SeasonStateType>>("state").Description("Its state from now on; one that was taken away is CLOSED.").Resolve(context => Change(context.Source).State);
    }

    protected override bool Is(OrganizationEvent fact) => fact is SeasonSet or SeasonOpened or SeasonClosed or SeasonRemoved;

    private static (SeasonId Season, SeasonState State) Change(PublishedEventView view) => view.Event switch
    {
        SeasonSet e => (e.Season.Id, e.Season.StateAt(view.At)),
        SeasonOpened e => (e.Id, SeasonState.Open),
        SeasonClosed e => (e.Id, SeasonState.Closed),
        SeasonRemoved e => (e.Id, SeasonState.Closed),
        _ => throw new InvalidOperationException($"{view.Event.GetType().Name} changes no season."),
    };
}

public sealed class AdHocRequestedType : EventGraphType<AdHocRequested>
{
    public AdHocRequestedType(CursorCodec cursors)
        : base(cursors, "AdHocRequested", "Seasonal seats beside the contract were asked for.")
    {
        Shows<NonNullGraphType<IdGraphType>>("requestId", "The request.", fact => fact.Request.Id.Value);
        Shows<NonNullGraphType<IntGraphType>>("seats", "How many.", fact => fact.Request.Seats);
        Shows<NonNullGraphType<DateScalar>>("startsOn", "The first day of access, UTC.", fact => fact.Request.StartsOn);
        Shows<NonNullGraphType<IntGraphType>>("increments", "How many times three calendar months.", fact => fact.Request.Increments);
        Shows<NonNullGraphType<DateTimeScalar>>("dueBy", "When staff are to have answered.", fact => fact.Request.DueBy);
    }
}

public sealed class AdHocOverdueType : EventGraphType<AdHocOverdue>
{
    public AdHocOverdueType(CursorCodec cursors)
        : base(cursors, "AdHocOverdue", "A request's 48 business hours have passed without an answer.") =>
        Shows<NonNullGraphType<IdGraphType>>("requestId", "The request.", fact => fact.Id.Value);
}

public sealed class AdHocResolvedType : EventGraphType<AdHocResolved>
{
    public AdHocResolvedType(CursorCodec cursors)
        : base(cursors, "AdHocResolved", "A request was fulfilled or declined.")
    {
        Shows<NonNullGraphType<IdGraphType>>("requestId", "The request.", fact => fact.Id.Value);
        Shows<IdGraphType>("seasonId", "The season that came of it; null where it was declined.", fact => fact.Season?.Value);
    }
}
