using Billing.Api.Limits;
using Billing.Api.Security;

namespace Billing.Api.Execution;

/// <summary>Kinds of operations that a transport can carry.</summary>
[Flags]
internal enum OperationKinds
{
    None = 0,
    Query = 1,
    Mutation = 2,
    Subscription = 4,
}

/// <summary>What an operation runs in: who asks, and by which way.</summary>
/// <param name="TraceId">Goes into errors that are bugs, and into the log beside them.</param>
internal sealed record OperationContext(Caller Caller, IServiceProvider Services, string TraceId)
{
    public OperationKinds Allowed { get; init; } = OperationKinds.Query | OperationKinds.Mutation;

    /// <summary>A page in a browser asks.</summary>
    public bool IsFromBrowser { get; init; }

    /// <summary>What operations that came together may cost; null for one that came alone.</summary>
    public CostBudget? Budget { get; init; }

    /// <summary>The cursor behind which a subscription goes on, whatever its document says: an event source's <c>Last-Event-ID</c>.</summary>
    public string? ResumeAfter { get; init; }
}
