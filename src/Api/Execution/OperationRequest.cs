using GraphQL;

namespace Billing.Api.Execution;

/// <summary>One GraphQL request, whichever way it came.</summary>
/// <param name="Query">The document's text.</param>
internal sealed record OperationRequest(string Query, string? OperationName, Inputs Variables);
