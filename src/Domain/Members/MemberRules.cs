using System.Collections.Immutable;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;

namespace Billing.Domain.Members;

/// <summary>Who has a seat: invited, changed and removed by whoever holds USER_MANAGEMENT (R23).</summary>
internal static class MemberRules
{
    /// <summary>Invites a member, who takes his seat, or his slots, at once (A15). Nobody grants what he lacks (A50).</summary>
    public static Decision Add(Turn turn, AddMember command)
    {
        var state = turn.State;
        if ((Guards.NeedsAccess(state) ?? Guards.NoContractUnderWay(state)) is { } refusal) return Decision.Refused(refusal);
        if (MayGrant(turn, [], command.Permissions) is { } lacking) return Decision.Refused(lacking);
        if (Exists(state, command) is { } twin) return Decision.Refused(twin);
        if (SeatTaking.Check(turn, null, command.Type, command.SeasonIds) is { } full) return Decision.Refused(full);
        var member = new Member
        {
            Id = command.MemberId ?? turn.Context.Ids.NewMemberId(),
            Name = command.Name,
            Email = command.Email,
            Type = command.Type,
            Status = MemberStatus.Invited,
            Permissions = [.. command.Permissions],
            PermissionSet = command.PermissionSet,
            Seasons = command.SeasonIds,
            IsOwner = false,
            InvitedAt = turn.At,
        };
        turn.Record(new MemberAdded(member));
        if (member.Type == MemberType.Seasonal) SeatTaking.Invite(turn, member.Id, member.Seasons);
        else MailRules.Queue(turn, MailTemplate.MemberInvitation, member.Id.Value, [member.Email], new() { MemberName = member.Name });
        Keys.Use(turn, null, member.Id, forever: false);
        return turn.Done(memberId: member.Id);
    }

    /// <summary>Changes what is given (R41): slots and seats follow on save (R42, R43), the past stays as history (A18).</summary>
    public static Decision Update(Turn turn, UpdateMember command)
    {
        var state = turn.State;
        if ((NotLocked(state) ?? Guards.NoContractUnderWay(state)) is { } refusal) return Decision.Refused(refusal);
        if (Present(state, command.MemberId, out var member) is { } unknown) return Decision.Refused(unknown);
        if (OwnerStays(turn, member, command) is { } demoted) return Decision.Refused(demoted);
        if (MayGrant(turn, member.Permissions, command.Permissions ?? []) is { } lacking) return Decision.Refused(lacking);
        if (command.Email is { } email && state.Members.WithEmail(email) is { } other && other.Id != member.Id)
            return Decision.Refused(new(ErrorCode.MemberExists, "There is a member with this address already.", "email"));
        var type = command.Type ?? member.Type;
        var seasons = SeatTaking.After(turn, member, type, command.SeasonIds);
        if (SeatTaking.Check(turn, member, type, command.SeasonIds) is { } full) return Decision.Refused(full);
        var changed = member with
        {
            Name = command.Name ?? member.Name,
            Email = command.Email ?? member.Email,
            Type = type,
            Seasons = seasons.SequenceEqual(member.Seasons) ? member.Seasons : seasons,
            Permissions = command.Permissions is { } given && !member.Permissions.SetEquals(given) ? [.. given] : member.Permissions,
            PermissionSet = OrganizationRules.Changed(member.PermissionSet, command.PermissionSet),
        };
        if (changed == member) return turn.Done(memberId: member.Id);
        turn.Record(new MemberUpdated(changed));
        if (type == MemberType.Seasonal) SeatTaking.TellChange(turn, member, changed);
        else if (LacksSignup(member)) Invite(turn, changed);
        return turn.Done(memberId: member.Id);
    }

    /// <summary>Frees his seat and his slots. Removing who is removed changes nothing.</summary>
    public static Decision Remove(Turn turn, RemoveMember command)
    {
        if (turn.State.Members.GetValueOrDefault(command.MemberId) is { IsPresent: false } gone) return Decision.Nothing with { MemberId = gone.Id };
        if (Present(turn.State, command.MemberId, out var member) is { } unknown) return Decision.Refused(unknown);
        if (NotLocked(turn.State) is { } locked) return Decision.Refused(locked);
        if (member.IsOwner) return Decision.Refused(RuleError.Invalid("memberId", "The owner cannot be removed: transfer the ownership first."));
        turn.Record(new MemberRemoved(member.Id, SeatTaking.Past(turn, member)));
        return turn.Done(memberId: member.Id);
    }

    /// <summary>The invitation again, to somebody who has not signed in yet.</summary>
    public static Decision Resend(Turn turn, ResendInvitation command)
    {
        if (Present(turn.State, command.MemberId, out var member) is { } unknown) return Decision.Refused(unknown);
        if (Guards.NeedsAccess(turn.State) is { } refusal) return Decision.Refused(refusal);
        if (member.Status != MemberStatus.Invited) return Decision.Refused(RuleError.Invalid("memberId", $"{member.Name} has signed in already: there is no invitation to send."));
        if (member.Type != MemberType.Seasonal) Invite(turn, member);
        else if (SeatTaking.InviteAgain(turn, member) is { } aimless) return Decision.Refused(aimless);
        return turn.Done(memberId: member.Id);
    }

    /// <summary>Whether he was invited for seasons alone, none of which has brought him the signup link yet (R37).</summary>
    private static bool LacksSignup(Member before) => before is { Type: MemberType.Seasonal, Status: MemberStatus.Invited, Welcomed: false };

    private static void Invite(Turn turn, Member member) =>
        MailRules.Queue(turn, MailTemplate.MemberInvitation, $"{member.Id}/{MailRules.ThisOne(turn)}", [member.Email], new() { MemberName = member.Name });

    /// <summary>Only billing is left to a locked organization (A68).</summary>
    internal static RuleError? NotLocked(OrganizationState state) =>
        state.Status.State == AccountState.BillingOnly ? Guards.NeedsAccess(state) : null;

    internal static RuleError? Present(OrganizationState state, MemberId id, out Member member)
    {
        var found = state.Members.GetValueOrDefault(id);
        member = found!;
        return found switch
        {
            null => RuleError.Invalid("memberId", $"There is no member {id} in this organization."),
            { IsPresent: false } => RuleError.Invalid("memberId", $"Member {id} was removed."),
            _ => null,
        };
    }

    private static RuleError? MayGrant(Turn turn, ImmutableHashSet<Permission> before, ImmutableArray<Permission> permissions)
    {
        if (turn.Context.Actor.IsStaff) return null;
        var granter = turn.State.Members.GetValueOrDefault(new(turn.Context.Actor.Subject));
        foreach (var permission in permissions)
            if (!before.Contains(permission) && granter?.Holds(permission) != true) return RuleError.Invalid("permissions", $"Only a holder of {Named(permission)} can grant it.");
        return null;
    }

    private static string Named(Permission permission) => permission switch
    {
        Permission.Billing => "BILLING",
        Permission.UserManagement => "USER_MANAGEMENT",
        _ => "PLATFORM_USAGE",
    };

    /// <summary>The owner keeps his full-time seat and every permission (A50), and nobody but he and staff moves his address to where another reads.</summary>
    private static RuleError? OwnerStays(Turn turn, Member member, UpdateMember command)
    {
        if (!member.IsOwner) return null;
        if (command.Type is not null and not MemberType.FullTime) return RuleError.Invalid("type", "The owner has a full-time seat: transfer the ownership first.");
        if (command.Permissions is { } given && given.Distinct().Count() < Enum.GetValues<Permission>().Length)
            return RuleError.Invalid("permissions", "The owner holds every permission: transfer the ownership first.");
        var may = turn.Context.Actor.IsStaff || turn.Context.Actor.Subject == member.Id.Value;
        return may || command.Email is null || command.Email == member.Email ? null
            : RuleError.Invalid("email", "Only the owner can change the owner's address.");
    }

    private static RuleError? Exists(OrganizationState state, AddMember command)
    {
        if (command.MemberId is { } id && state.Members.ContainsKey(id))
            return new(ErrorCode.MemberExists, $"There is, or was, a member {id} already.", "memberId");
        return state.Members.WithEmail(command.Email) is not null ? new(ErrorCode.MemberExists, "There is a member with this address already.", "email") : null;
    }
}
