using GraphQL;

namespace Billing.Api.Execution;

/// <summary>One GraphQL request, whichever way it came. It has a text, an id or a hash.</summary>
/// <param name="Query">The document's text; null where it is named in another way.</param>
internal sealed record OperationRequest(string? Query, string? OperationName, Inputs Variables)
{
    /// <summary>Names a trusted document.</summary>
    public string? DocumentId { get; init; }

    /// <summary>SHA-256 of a document that was sent before, hexadecimal: <c>extensions.persistedQuery.sha256Hash</c>.</summary>
    public string? PersistedHash { get; init; }
}
