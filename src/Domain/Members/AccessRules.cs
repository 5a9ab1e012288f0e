using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Members;

/// <summary>What a member may reach.</summary>
/// <param name="Reason">Why not everything, in words; null with full access.</param>
public sealed record MemberAccess(bool Billing, bool App, string? Reason)
{
    public bool IsAllowed => Billing || App;
}

/// <summary>Everybody's way in, from the state and the instant alone: right at the last instant of a window and wrong at the next, whether or not
/// anybody has woken up (R25, R36, A33, P12).</summary>
public static class AccessRules
{
    /// <param name="status">As of <paramref name="now"/>.</param>
    public static MemberAccess Of(OrganizationState state, AccountStatus status, Member? member, Instant now)
    {
        if (member is not { IsPresent: true }) return Refused(member is null ? "There is no such member." : "The member was removed.");
        if (member.Type == MemberType.Seasonal && !HasWindow(state, member, now)) return Refused(OutsideWindows(state, member, now));
        var billing = member.Holds(Permission.Billing);
        if (status.State is AccountState.Active or AccountState.PastDue) return new(billing, true, null);
        return billing
            ? new(true, false, "The organization has no access but to its billing section.")
            : Refused(status.State == AccountState.Pending ? "The organization has no contract yet." : "The organization has lost access.");
    }

    /// <summary>One of his seasons is open at that instant (A17).</summary>
    public static bool HasWindow(OrganizationState state, Member member, Instant at, SeasonId? except = null)
    {
        foreach (var id in member.Seasons)
            if (id != except && state.Seasons[id].IsOpenAt(at)) return true;
        return false;
    }

    private static string OutsideWindows(OrganizationState state, Member member, Instant now)
    {
        var next = member.Seasons.Select(id => state.Seasons[id]).Where(season => season.RemovedAt is null && season.OpensAt > now).MinBy(season => season.OpensAt);
        return next is null ? "No season of this member is open." : $"This member's next season, {next.Name}, opens at {next.OpensAt}.";
    }

    private static MemberAccess Refused(string reason) => new(false, false, reason);
}
