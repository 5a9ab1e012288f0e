using System.Collections.Concurrent;

namespace Billing.Api.Execution;

/// <summary>Keeps what was parsed and found valid, so that an operation that comes again costs only its execution. Bounded by bytes, roughly; what was
/// not used since the last look goes first.</summary>
internal sealed class DocumentCache(long capacityBytes)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> byAge = new();
    private readonly Lock gate = new();
    private long keptBytes;

    public int Count => entries.Count;

    public PreparedDocument? Find(string text)
    {
        if (!entries.TryGetValue(text, out var entry))
        {
            return null;
        }
        entry.Used = true;
        return entry.Document;
    }

    public void Add(string text, PreparedDocument document)
    {
        var entry = new Entry(text, document);
        if (entry.Bytes > capacityBytes / 4 || !entries.TryAdd(text, entry))
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
        entries.TryRemove(oldest.Text, out _);
        keptBytes -= oldest.Bytes;
    }

    private sealed class Entry(string text, PreparedDocument document)
    {
        /// <summary>A parsed document takes about this many times its text: measured on the tour's operations.</summary>
        private const int BytesEachCharacter = 20;

        public string Text { get; } = text;

        public PreparedDocument Document { get; } = document;

        public long Bytes { get; } = 500 + ((long)text.Length * BytesEachCharacter);

        public bool Used { get; set; }
    }
}
