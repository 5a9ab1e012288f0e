using GraphQL;

namespace Billing.Api.Subscriptions;

/// <summary>Something that a subscription tells, and the cursor that resumes behind it.</summary>
public sealed record StreamedEvent(object Event, string Cursor);

/// <summary>What a client gets for one event.</summary>
/// <param name="Cursor">Null for a result that tells no event: the error that ends a stream.</param>
internal sealed record StreamedResult(ExecutionResult Result, string? Cursor);
