using Billing.Domain.Organizations;

namespace Billing.Domain.Members;

/// <summary>The owner hands the organization over (A50).</summary>
internal static class OwnershipRules
{
    /// <summary>To another active member with a full-time seat. The old owner keeps his seat and his permissions, as anybody can have them.
    /// Handing over to the owner changes nothing.</summary>
    public static Decision Transfer(Turn turn, TransferOwnership command)
    {
        if (MemberRules.Present(turn.State, command.MemberId, out var member) is { } unknown) return Decision.Refused(unknown);
        if (member.IsOwner) return turn.Done(memberId: member.Id);
        if (MemberRules.NotLocked(turn.State) is { } locked) return Decision.Refused(locked);
        if (member.Status != MemberStatus.Active)
            return Decision.Refused(RuleError.Invalid("memberId", $"{member.Name} has not signed in yet: only an active member can become the owner."));
        if (member.Type != MemberType.FullTime)
            return Decision.Refused(RuleError.Invalid("memberId", $"The owner takes a full-time seat: give {member.Name} one first."));
        turn.Record(new OwnershipTransferred(turn.State.Owner.Id, member.Id));
        return turn.Done(memberId: member.Id);
    }
}
