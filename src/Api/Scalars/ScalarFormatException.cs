namespace Billing.Api.Scalars;

/// <summary>A value that is none of its scalar's. Its message says how one is written, and reaches the client.</summary>
internal sealed class ScalarFormatException(string message) : FormatException(message);
