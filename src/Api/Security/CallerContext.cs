using System.Collections.Concurrent;
using Billing.Contracts.Accounts;
using GraphQL;

namespace Billing.Api.Security;

/// <summary>What the fields of one request share: the caller, and each organization and account looked up once.</summary>
public sealed class CallerContext(Caller caller) : Dictionary<string, object?>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IOrganizationScope?>>> scopes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<AccountReading?>>> accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Lazy<object>> shared = [];

    public Caller Caller { get; } = caller;

    /// <summary>What is left to check of the operation; null where the library checks it all.</summary>
    internal Execution.OperationPlan? Plan { get; init; }

    /// <summary>Of a subscription: lets its source go on when its reader has come for the next event.</summary>
    internal Subscriptions.SubscriptionFlow Flow { get; init; } = null!;

    /// <summary>The cursor behind which a subscription goes on, whatever its document says; null where the transport has none.</summary>
    public string? ResumeAfter { get; init; }

    /// <summary>Of a subscription to all organizations: its events' cursors are places among all of them.</summary>
    internal bool TellsFeed { get; set; }

    public static CallerContext Of(IResolveFieldContext context) => (CallerContext)context.UserContext;

    /// <summary>The organization as it was when this request first asked for it; null where there is none.</summary>
    internal Task<IOrganizationScope?> ScopeAsync(string organizationId, Func<string, Task<IOrganizationScope?>> load) =>
        scopes.GetOrAdd(organizationId, id => new Lazy<Task<IOrganizationScope?>>(() => load(id))).Value;

    /// <summary>The account as it was when this request first asked for it; null where there is none.</summary>
    internal Task<AccountReading?> AccountAsync(string accountId, Func<string, Task<AccountReading?>> load) =>
        accounts.GetOrAdd(accountId, id => new Lazy<Task<AccountReading?>>(() => load(id))).Value;

    /// <summary>What the fields of this request share, made by the first that needs it.</summary>
    internal T Share<T>(Func<T> make)
        where T : class => (T)shared.GetOrAdd(typeof(T), _ => new Lazy<object>(make)).Value;

    /// <summary>A mutation has changed something: what follows in this request is read anew.</summary>
    internal void Forget()
    {
        scopes.Clear();
        accounts.Clear();
        shared.Clear();
    }
}
