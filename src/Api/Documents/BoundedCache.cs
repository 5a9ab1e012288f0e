using System.Collections.Concurrent;

namespace Billing.Api.Documents;

/// <summary>Keeps values by text, bounded by bytes, roughly; what was not used since the last look goes first.</summary>
internal sealed class BoundedCache<TValue>(long capacityBytes)
    where TValue : class
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> byAge = new();
    private readonly Lock gate = new();
    private long keptBytes;

    public int Count => entries.Count;

    public TValue? Find(string key)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            return null;
        }
        entry.Used = true;
        return entry.Value;
    }

    /// <param name="bytes">What the value takes, beside its entry.</param>
    public void Add(string key, TValue value, long bytes)
    {
        var entry = new Entry(key, value, 500 + bytes);
        if (entry.Bytes > capacityBytes / 4 || !entries.TryAdd(key, entry))
        {
            return;
        }
        lock (gate)
        {
            byAge.Enqueue(entry);
            keptBytes += entry.Bytes;
            while (keptBytes > capacityBytes)
            {
                Shrink(byAge.Dequeue());
            }
        }
    }

    private void Shrink(Entry oldest)
    {
        if (oldest.Used)
        {
            oldest.Used = false;    // a second chance
            byAge.Enqueue(oldest);
            return;
        }
        entries.TryRemove(oldest.Key, out _);
        keptBytes -= oldest.Bytes;
    }

    private sealed class Entry(string key, TValue value, long bytes)
    {
        public string Key { get; } = key;

        public TValue Value { get; } = value;

        public long Bytes { get; } = bytes;

        public bool Used { get; set; }
    }
}
