using Billing.Api.Security;
using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Api.Organizations;

/// <summary>An organization as one request sees it: one reading of its grain, from which every field picks.</summary>
public sealed class OrganizationView(OrganizationReading reading) : IOrganizationScope
{
    private Asked? asked;

    public OrganizationState State => reading.State;

    /// <summary>Status as of now, whether or not any wake-up has run (P12).</summary>
    public AccountStatus Status => reading.Status;

    public Instant Now => reading.Now;

    public OrganizationId Id => State.Id;

    /// <summary>Asked for every field, and worked out once: a request has one caller.</summary>
    public MemberRights? RightsOf(Caller caller)
    {
        var known = asked;
        if (known is null || known.Caller != caller) asked = known = new(caller, Rights(MemberOf(caller)));
        return known.Rights;
    }

    /// <summary>The caller's own member record; null for staff, services, strangers and removed members.</summary>
    public Member? MemberOf(Caller caller) =>
        caller.Role == Role.User && State.Members.TryGetValue(new(caller.Subject), out var member) && member.IsPresent ? member : null;

    /// <summary>Everybody's way in, at this instant: the domain's rule (R2, R25, R36, A33).</summary>
    public AccessView AccessOf(Member? member) => AccessView.Of(AccessRules.Of(State, Status, member, Now));

    private static MemberRights? Rights(Member? member) => member is null
        ? null
        : new(member.IsOwner, member.Holds(Permission.Billing), member.Holds(Permission.UserManagement), member.Holds(Permission.PlatformUsage));

    private sealed record Asked(Caller Caller, MemberRights? Rights);
}

/// <summary>Parts of the product that a member may reach.</summary>
public enum Section
{
    Billing,
    App,
}

/// <param name="Reason">Why not, in words; null with full access.</param>
public sealed record AccessView(bool Allowed, IReadOnlyList<Section> Sections, string? Reason)
{
    public static AccessView Of(MemberAccess access) => new(
        access.IsAllowed,
        (access.Billing, access.App) switch
        {
            (true, true) => [Section.Billing, Section.App],
            (true, false) => [Section.Billing],
            (false, true) => [Section.App],
            _ => [],
        },
        access.Reason);
}
