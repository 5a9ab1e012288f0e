using GraphQL;

namespace Billing.Api.Execution;

/// <summary>A result that may be sent as it is: every error has its code.</summary>
/// <param name="Started">Execution began: <c>data</c> is in the answer, though it may be null.</param>
internal sealed record OperationOutcome(ExecutionResult Result, bool Started);
