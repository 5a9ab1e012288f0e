using System.Text.Json.Nodes;
using Billing.Grains.Journal;

namespace Billing.Simulation.Tests.World;

/// <summary>The durable store: it outlives every process, refuses what does not follow, and numbers the feed in the order of commits.</summary>
internal sealed class Store
{
    private readonly Dictionary<string, List<JournalRecord>> streams = [];
    private readonly List<JournalRecord> feed = [];

    /// <summary>Told of every commit, within it.</summary>
    public Action<JournalAppend, IReadOnlyList<JournalRecord>> Committed { get; set; } = (_, _) => { };

    public long Head => feed.Count == 0 ? 0 : feed[^1].Position!.Value;

    public AppendResult Append(JournalAppend append)
    {
        append.RequireConsecutive();
        var records = Stream(append.Stream);
        if (append.Records[0].Sequence != records.Count + 1) throw new JournalConflictException(append.Stream, append.Records[0].Sequence);
        return Write(append, null);
    }

    /// <summary>Writes without asking; for mistakes that are planted.</summary>
    /// <param name="firstPosition">Null: after the last.</param>
    public AppendResult Write(JournalAppend append, long? firstPosition)
    {
        var records = Stream(append.Stream);
        var position = firstPosition ?? Head + 1;
        var written = new List<JournalRecord>(append.Records.Count);
        foreach (var record in append.Records)
        {
            var placed = record.PublicSequence is null ? record : record with { Position = position++ };
            records.Add(placed);
            written.Add(placed);
            if (placed.Position is { } place) feed.Insert(PlaceOf(place), placed);
        }

        Committed(append, written);
        return new(written.LastOrDefault(record => record.Position is not null)?.Position);
    }

    public IReadOnlyList<JournalRecord> Records(string stream) => Stream(stream);

    public IReadOnlyList<JournalRecord> Read(string stream, long after, int limit) => [.. Stream(stream).Skip((int)Math.Max(0, after)).Take(limit)];

    public IReadOnlyList<JournalRecord> ReadPublic(string stream, long after, int limit) =>
        [.. Stream(stream).Where(record => record.PublicSequence > after).Take(limit)];

    public IReadOnlyList<JournalRecord> ReadFeed(long after, int limit) => [.. feed.Skip(PlaceOf(after + 1)).Take(limit)];

    public IReadOnlyList<JournalRecord> Feed => feed;

    /// <summary>An older program left out what it did not know: members that are null now.</summary>
    public void MakeOlder(string stream, Random random)
    {
        var records = Stream(stream);
        for (var index = 0; index < records.Count; index++)
            if (random.Next(4) == 0) records[index] = records[index] with { Payload = Older(records[index].Payload) };
    }

    private static string Older(string payload)
    {
        var node = JsonNode.Parse(payload)!;
        Prune(node);
        return node.ToJsonString();
    }

    private static void Prune(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Prune(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null) members.Remove(name);
                else Prune(value);
            }
        }
    }

    private int PlaceOf(long position)
    {
        var index = feed.Count;
        while (index > 0 && feed[index - 1].Position >= position) index--;
        return index;
    }

    private List<JournalRecord> Stream(string stream)
    {
        if (!streams.TryGetValue(stream, out var records)) streams[stream] = records = [];
        return records;
    }
}
