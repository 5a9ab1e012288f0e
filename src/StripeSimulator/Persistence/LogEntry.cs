using System.Text.Json.Serialization;
using Billing.StripeSimulator.Idempotency;

namespace Billing.StripeSimulator.Persistence;

/// <summary>All that one call changed, and its answer under its key: one line of the log, so that after a crash either both are known
/// or neither.</summary>
internal sealed record LogEntry
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Resource>? Put { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredAnswer? Answer { get; init; }
}
