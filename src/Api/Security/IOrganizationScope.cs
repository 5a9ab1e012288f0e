namespace Billing.Api.Security;

/// <summary>What a member's record allows in one organization.</summary>
public sealed record MemberRights(bool Owner, bool Billing, bool UserManagement, bool PlatformUsage)
{
    /// <summary>A member without any permission: name, status, own access, own member.</summary>
    public static MemberRights Plain { get; } = new(false, false, false, false);

    /// <summary>Staff and services: whatever the field itself allows to their role.</summary>
    public static MemberRights All { get; } = new(true, true, true, true);
}

/// <summary>An organization as resolvers hand it on: the object against which rights in it are decided.</summary>
public interface IOrganizationScope
{
    /// <summary>Null where the caller is a USER and no member, or a removed one: the organization is then NOT_FOUND. Asked for USERs only.</summary>
    MemberRights? RightsOf(Caller caller);
}

/// <summary>Finds the organization that a mutation or subscription names, before its resolver runs.</summary>
public interface IOrganizationScopes
{
    /// <returns>Null where there is none.</returns>
    Task<IOrganizationScope?> FindAsync(string organizationId, CancellationToken cancellationToken);
}
