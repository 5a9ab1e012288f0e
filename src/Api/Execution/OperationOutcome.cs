using Billing.Api.Subscriptions;
using GraphQL;

namespace Billing.Api.Execution;

/// <summary>A result that may be sent as it is: every error has its code. A subscription that began has a stream in place of data.</summary>
/// <param name="Started">Execution began: <c>data</c> is in the answer, though it may be null.</param>
internal sealed record OperationOutcome(ExecutionResult Result, bool Started)
{
    /// <summary>The results of a subscription: the next is made when it is asked for, so that a client that does not read holds up nothing but itself.
    /// Read once; ends with a result that has errors where it ends badly.</summary>
    public IAsyncEnumerable<StreamedResult>? Stream { get; init; }

    /// <summary>The caller has sent too much: when another try is worth while.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The document asks for an operation that this transport does not carry.</summary>
    public bool WrongKind { get; init; }
}
