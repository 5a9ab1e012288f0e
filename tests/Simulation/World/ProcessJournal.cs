using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Simulation.Tests.Running;

namespace Billing.Simulation.Tests.World;

/// <summary>The store as one process reaches it.</summary>
internal sealed class ProcessJournal(Store store, Wire wire) : IJournal
{
    public Task<AppendResult> AppendAsync(JournalAppend append) => wire.CallAsync(
        Peer.Store, $"append {append.Records[^1].Kind}", () => store.Append(append), () => throw Unavailable());

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken) =>
        wire.CallAsync<IReadOnlyList<JournalRecord>>(Peer.Store, "read", () => store.Read(stream, afterSequence, limit), () => throw Unavailable());

    public Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken) =>
        wire.PlainAsync<IReadOnlyList<JournalRecord>>(Peer.Store, () => store.ReadPublic(stream, afterPublicSequence, limit), () => throw Unavailable());

    public Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        wire.PlainAsync<IReadOnlyList<JournalRecord>>(Peer.Store, () => store.ReadFeed(afterPosition, limit), () => throw Unavailable());

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => wire.PlainAsync(Peer.Store, () => store.Head, () => throw Unavailable());

    private static JournalUnavailableException Unavailable() => new("The store does not answer.", new TimeoutException());
}
