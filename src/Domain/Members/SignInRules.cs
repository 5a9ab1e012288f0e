using Billing.Domain.Organizations;

namespace Billing.Domain.Members;

/// <summary>The product lets a member in.</summary>
internal static class SignInRules
{
    /// <summary>The first sign-in makes him ACTIVE, and nothing earlier does (R40). Without access at that instant: NO_ACCESS, and nothing changes (A33, A59).</summary>
    public static Decision Record(Turn turn, RecordSignIn command)
    {
        if (MemberRules.Present(turn.State, command.MemberId, out var member) is { } unknown) return Decision.Refused(unknown);
        var access = AccessRules.Of(turn.State, OrganizationRules.At(turn.State, turn.Context).Status, member, turn.At);
        if (!access.IsAllowed) return Decision.Refused(new(ErrorCode.NoAccess, access.Reason!, "memberId"));
        turn.Record(member.Status == MemberStatus.Invited ? new MemberActivated(member.Id) : new MemberSignedIn(member.Id));
        return turn.Done(memberId: member.Id);
    }
}
