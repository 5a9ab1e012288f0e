using System.Collections.Concurrent;
using GraphQL;

namespace Billing.Api.Security;

/// <summary>What the fields of one request share: the caller, and each organization looked up once.</summary>
public sealed class CallerContext(Caller caller) : Dictionary<string, object?>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IOrganizationScope?>>> scopes = new(StringComparer.Ordinal);

    public Caller Caller { get; } = caller;

    public static CallerContext Of(IResolveFieldContext context) => (CallerContext)context.UserContext;

    /// <summary>The organization as it was when this request first asked for it; null where there is none.</summary>
    internal Task<IOrganizationScope?> ScopeAsync(string organizationId, Func<string, Task<IOrganizationScope?>> load) =>
        scopes.GetOrAdd(organizationId, id => new Lazy<Task<IOrganizationScope?>>(() => load(id))).Value;
}
