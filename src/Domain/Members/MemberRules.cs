using Billing.Domain.Mail;
using Billing.Domain.Organizations;

namespace Billing.Domain.Members;

/// <summary>Who has a seat.</summary>
internal static class MemberRules
{
    /// <summary>Invites a member, who takes his seat at once (A15). Nobody grants what he lacks (A50).</summary>
    public static Decision Add(Turn turn, AddMember command)
    {
        var state = turn.State;
        if ((Guards.NeedsAccess(state) ?? Guards.NoContractUnderWay(state)) is { } refusal) return Decision.Refused(refusal);
        if (command.Type == MemberType.Seasonal)
            return Decision.Refused(new(ErrorCode.NoSeasonalContract, "The contract has no seasonal windows (R22).", "type"));
        if (MayGrant(turn, command) is { } lacking) return Decision.Refused(lacking);
        if (Exists(state, command) is { } twin) return Decision.Refused(twin);
        var purchased = command.Type == MemberType.FullTime ? turn.Contract.FullTimeSeats : turn.Contract.CollaboratorSeats;
        if (state.Assigned(command.Type) >= purchased)
            return Decision.Refused(new(ErrorCode.NoSeatAvailable, $"All {purchased} seats of this type are assigned: add seats under Manage Subscription (R44).", "type"));
        var member = new Member
        {
            Id = command.MemberId ?? turn.Context.Ids.NewMemberId(),
            Name = command.Name,
            Email = command.Email,
            Type = command.Type,
            Status = MemberStatus.Invited,
            Permissions = [.. command.Permissions],
            PermissionSet = command.PermissionSet,
            IsOwner = false,
            InvitedAt = turn.At,
        };
        turn.Record(new MemberAdded(member));
        MailRules.Queue(turn, MailTemplate.MemberInvitation, member.Id.Value, [member.Email], new() { MemberName = member.Name });
        Keys.Use(turn, null, member.Id, forever: false);
        return turn.Done(memberId: member.Id);
    }

    public static Decision Update(Turn turn, UpdateMember command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Remove(Turn turn, RemoveMember command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Resend(Turn turn, ResendInvitation command) => throw new NotSupportedException($"{turn.At} {command}");

    private static RuleError? MayGrant(Turn turn, AddMember command)
    {
        if (turn.Context.Actor.IsStaff) return null;
        var granter = turn.State.Members.GetValueOrDefault(new(turn.Context.Actor.Subject));
        var lacking = command.Permissions.Where(permission => granter?.Holds(permission) != true).ToList();
        return lacking.Count == 0 ? null : RuleError.Invalid("permissions", $"Only a holder of {lacking[0]} can grant it (A50).");
    }

    private static RuleError? Exists(OrganizationState state, AddMember command)
    {
        if (command.MemberId is { } id && state.Members.ContainsKey(id))
            return new(ErrorCode.MemberExists, $"There is a member {id} already.", "memberId");
        return state.Members.WithEmail(command.Email) is not null
            ? new(ErrorCode.MemberExists, "There is a member with this address already.", "email") : null;
    }
}
