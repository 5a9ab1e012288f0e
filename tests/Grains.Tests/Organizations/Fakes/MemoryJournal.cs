using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;

namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>A durable store that outlives every engine.</summary>
internal sealed class MemoryJournal(FaultPlan faults) : IJournal
{
    private readonly Dictionary<string, List<JournalRecord>> streams = [];

    public List<JournalAppend> Appends { get; } = [];

    public async Task<AppendResult> AppendAsync(JournalAppend append)
    {
        switch (faults.Next($"append {string.Join('+', append.Records.Select(record => record.Kind))}"))
        {
            case Fault.CrashBefore: throw new CrashException("append");
            case Fault.FailBefore: throw Unavailable();
            case Fault.CrashAfter:
                Store(append);
                throw new CrashException("append");
            case Fault.FailAfter:
                Store(append);
                throw Unavailable();
            case Fault.TakeoverBefore:
                await faults.TakeOverAsync();
                return Store(append);
            case Fault.TakeoverAfter:
                var result = Store(append);
                await faults.TakeOverAsync();
                return result;
            default: return Store(append);
        }
    }

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JournalRecord>>([.. Stream(stream).Skip((int)Math.Max(0, afterSequence)).Take(limit)]);

    public Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(
        string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<JournalRecord> Records(string stream) => Stream(stream);

    /// <summary>Damages what is stored, as no append could.</summary>
    public void Tamper(string stream, int index, Func<JournalRecord, JournalRecord> change) => Stream(stream)[index] = change(Stream(stream)[index]);

    public MemoryJournal Fork(FaultPlan others)
    {
        var copy = new MemoryJournal(others);
        foreach (var (stream, records) in streams) copy.streams[stream] = [.. records];
        copy.Appends.AddRange(Appends);
        return copy;
    }

    private static JournalUnavailableException Unavailable() => new("The store does not answer.", new TimeoutException());

    private AppendResult Store(JournalAppend append)
    {
        var records = Stream(append.Stream);
        if (append.Records[0].Sequence <= records.Count) throw new JournalConflictException(append.Stream, append.Records[0].Sequence);
        for (var index = 0; index < append.Records.Count; index++)
        {
            if (append.Records[index].Sequence != records.Count + 1)
                throw new InvalidOperationException($"The sequence has a hole before {append.Records[index].Sequence}.");
            records.Add(append.Records[index]);
        }

        Appends.Add(append);
        return new(null);
    }

    private List<JournalRecord> Stream(string stream)
    {
        if (!streams.TryGetValue(stream, out var records)) streams[stream] = records = [];
        return records;
    }
}
