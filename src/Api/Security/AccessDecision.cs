namespace Billing.Api.Security;

/// <summary>What the rule says to one caller about one field.</summary>
internal enum Access
{
    Granted,
    Forbidden,

    /// <summary>The organization must look as if it did not exist.</summary>
    Hidden,
}

/// <summary>Who may do what: the one place that decides it.</summary>
internal static class AccessDecision
{
    /// <param name="writes">The field is a mutation.</param>
    /// <param name="member">The caller's rights in the organization that the field is about; null where he is no member or there is none.</param>
    /// <param name="isSelf">The field is about the caller's own member.</param>
    public static Access Decide(RightMark mark, Caller caller, bool writes, MemberRights? member, bool isSelf)
    {
        if (mark.NeedsOrganization && caller.Role == Role.User && member is null)
        {
            return Access.Hidden;
        }
        if (isSelf && caller.Role == Role.User)
        {
            return Access.Granted;
        }
        foreach (var right in mark.AnyOf)
        {
            if (Has(right, caller.Role, writes, member))
            {
                return Access.Granted;
            }
        }
        return Access.Forbidden;
    }

    private static bool Has(Right right, Role role, bool writes, MemberRights? member) => right switch
    {
        Right.Inherited or Right.SignedIn => true,
        Right.Staff => role == Role.Staff,
        Right.StaffOrServiceRead => role == Role.Staff || (role == Role.Service && !writes),
        Right.Service => role == Role.Service,
        _ => role switch
        {
            Role.Staff => true,
            Role.Service => !writes,
            _ => HasMember(right, member!),
        },
    };

    private static bool HasMember(Right right, MemberRights member) => right switch
    {
        Right.Member => true,
        Right.Billing => member.Billing || member.Owner,
        Right.UserManagement => member.UserManagement || member.Owner,
        Right.PlatformUsage => member.PlatformUsage || member.Owner,
        Right.Owner => member.Owner,
        _ => false,
    };
}
