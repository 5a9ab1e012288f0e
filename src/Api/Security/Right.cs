using GraphQL.Builders;
using GraphQL.Types;

namespace Billing.Api.Security;

/// <summary>What a field asks of its caller. Rights in an organization are the member record's; STAFF has them all, SERVICE those that read.</summary>
public enum Right
{
    /// <summary>Whoever was given the object may read this: the field that gave it was guarded.</summary>
    Inherited,

    /// <summary>Anyone with a good token.</summary>
    SignedIn,

    /// <summary>STAFF only, or SERVICE where it only reads.</summary>
    StaffOrServiceRead,

    Staff,

    /// <summary>SERVICE only.</summary>
    Service,

    /// <summary>Any member that is not removed.</summary>
    Member,

    Billing,

    UserManagement,

    PlatformUsage,

    Owner,
}

/// <summary>The mark on a field: any one of the rights will do.</summary>
/// <param name="SelfArgument">The argument whose value may also be the caller's own member id: then any member may.</param>
internal sealed record RightMark(IReadOnlyList<Right> AnyOf, string? SelfArgument)
{
    public bool IsInherited => AnyOf is [Right.Inherited];

    public bool NeedsOrganization => SelfArgument is not null || AnyOf.Any(right => right >= Right.Member);
}

/// <summary>How schema types say what they ask.</summary>
public static class RightMarks
{
    private const string MarkKey = "billing.right";
    private const string ScopeKey = "billing.organization-scope";

    /// <summary>Any one of <paramref name="anyOf"/> will do.</summary>
    public static FieldBuilder<TSource, TReturn> Requires<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, params Right[] anyOf)
    {
        field.FieldType.Metadata[MarkKey] = new RightMark(anyOf, null);
        return field;
    }

    /// <summary>As <see cref="Requires{TSource,TReturn}(FieldBuilder{TSource,TReturn},Right[])"/>, or any member about himself.</summary>
    /// <param name="argument">The argument that holds a member id.</param>
    public static FieldBuilder<TSource, TReturn> RequiresSelfOr<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, string argument, params Right[] anyOf)
    {
        field.FieldType.Metadata[MarkKey] = new RightMark(anyOf, argument);
        return field;
    }

    /// <summary>The right of all fields of a type that have no mark of their own.</summary>
    public static T FieldsRequire<T>(this T type, params Right[] anyOf)
        where T : IObjectGraphType
    {
        type.Metadata[MarkKey] = new RightMark(anyOf, null);
        return type;
    }

    /// <summary>Objects of this type are <see cref="IOrganizationScope"/>: who is no member of one never gets it.</summary>
    public static T IsOrganizationScope<T>(this T type)
        where T : IObjectGraphType
    {
        type.Metadata[ScopeKey] = true;
        return type;
    }

    internal static RightMark? MarkOf(FieldType field, IObjectGraphType type) =>
        field.Metadata.TryGetValue(MarkKey, out var own) ? (RightMark?)own
        : type.Metadata.TryGetValue(MarkKey, out var common) ? (RightMark?)common
        : null;

    internal static bool IsScope(IGraphType? type) => type is IObjectGraphType { Metadata: { } metadata } && metadata.ContainsKey(ScopeKey);
}
