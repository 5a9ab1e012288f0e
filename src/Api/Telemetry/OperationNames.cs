using System.Collections.Concurrent;

namespace Billing.Api.Telemetry;

/// <summary>Clients choose their operations' names, and each name is a series of figures: the first ones have their own, all others share one.</summary>
internal sealed class OperationNames(int most = 200)
{
    private const string Others = "other";
    private const string None = "none";

    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);

    public string Bounded(string? name) =>
        string.IsNullOrEmpty(name) ? None
        : known.ContainsKey(name) || (known.Count < most && known.TryAdd(name, 0)) ? name
        : Others;
}
