using GraphQL;

namespace Billing.Api.Security;

/// <summary>What kind of caller a token names.</summary>
public enum Role
{
    /// <summary>A member of organizations: what he may do is decided there, from his member record.</summary>
    User,

    /// <summary>The vendor's billing team.</summary>
    Staff,

    /// <summary>The product's back ends and integrators.</summary>
    Service,
}

/// <summary>Who is calling, out of a token that was found good.</summary>
/// <param name="Subject">A member id, or the staff's or service's own id: 1 to 100 of <c>A-Z a-z 0-9 _ - . :</c>.</param>
public sealed record Caller(string Subject, Role Role)
{
    public static Caller Of(IResolveFieldContext context) => CallerContext.Of(context).Caller;
}
