using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Members;

/// <summary>Applies the facts of members.</summary>
internal static class MemberFold
{
    /// <summary>Null where the fact is not about a member.</summary>
    public static OrganizationState? Apply(OrganizationState state, OrganizationEvent fact, Instant at) => fact switch
    {
        MemberAdded e => state with { Members = state.Members.With(e.Member) },
        MemberUpdated e => state with { Members = state.Members.With(e.Member) },
        MemberRemoved e => Change(state, e.Id, member => member with { Status = MemberStatus.Removed, Seasons = e.Seasons }),
        MemberWelcomed e => Change(state, e.Id, member => member with { Welcomed = true }),
        MemberActivated e => Change(state, e.Id, member => member with { Status = MemberStatus.Active, FirstSignInAt = at, LastSignInAt = at }),
        MemberSignedIn e => Change(state, e.Id, member => member with { FirstSignInAt = member.FirstSignInAt ?? at, LastSignInAt = at }),
        OwnershipTransferred e => Change(
            Change(state, e.From, member => member with { IsOwner = false, Permissions = [.. Enum.GetValues<Permission>()] }),
            e.To, member => member with { IsOwner = true, Permissions = [.. Enum.GetValues<Permission>()] }),
        _ => null,
    };

    private static OrganizationState Change(OrganizationState state, MemberId id, Func<Member, Member> change) =>
        state with { Members = state.Members.With(change(state.Members[id])) };
}
