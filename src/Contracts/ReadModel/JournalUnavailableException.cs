namespace Billing.Contracts.ReadModel;

/// <summary>The store cannot be reached or refuses writes. The outcome of an append that threw this is unknown (D2). It never leaves its process.</summary>
public sealed class JournalUnavailableException(string message, Exception inner) : Exception(message, inner);
