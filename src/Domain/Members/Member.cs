using System.Collections.Immutable;
using NodaTime;

namespace Billing.Domain.Members;

public enum MemberType
{
    FullTime,
    Seasonal,
    Collaborator,
}

public enum MemberStatus
{
    Invited,
    Active,
    Removed,
}

/// <summary>What the owner or a holder may hand to a member (A50).</summary>
public enum Permission
{
    Billing,
    UserManagement,
    PlatformUsage,
}

public sealed record Member
{
    public required MemberId Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required MemberType Type { get; init; }

    public required MemberStatus Status { get; init; }

    public required ImmutableHashSet<Permission> Permissions { get; init; }

    /// <summary>The product's own name for what the member may do there. Not judged here.</summary>
    public string? PermissionSet { get; init; }

    /// <summary>The seasons in which he has a slot, and those in which he had one until they ended (R34, A18). What was removed is ignored.</summary>
    public ImmutableArray<SeasonId> Seasons { get; init; } = [];

    /// <summary>He has had the mail with the signup link of a first season (R37).</summary>
    public bool Welcomed { get; init; }

    public required bool IsOwner { get; init; }

    public required Instant InvitedAt { get; init; }

    public Instant? FirstSignInAt { get; init; }

    public Instant? LastSignInAt { get; init; }

    /// <summary>The owner holds every permission (A50).</summary>
    public bool Holds(Permission permission) => IsOwner || Permissions.Contains(permission);

    public bool IsPresent => Status != MemberStatus.Removed;
}
