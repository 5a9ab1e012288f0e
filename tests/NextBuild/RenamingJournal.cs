using Billing.Grains.Journal;

namespace Billing.NextBuild;

/// <summary>A change of an organization's name and time zone has another kind from this version on; the rest of the program sees the old one, as it would
/// behind a reader of older versions (D10).</summary>
internal sealed class RenamingJournal(IJournal inner) : IJournal, IAsyncDisposable
{
    private const string OldKind = "organization-updated";
    private const string NewKind = "organization-renamed";

    public Task<AppendResult> AppendAsync(JournalAppend append) =>
        inner.AppendAsync(append with { Records = [.. append.Records.Select(record => Change(record, OldKind, NewKind))] });

    public async Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Known(await inner.ReadAsync(stream, afterSequence, limit, cancellationToken));

    public async Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken) =>
        Known(await inner.ReadPublicAsync(stream, afterPublicSequence, limit, cancellationToken));

    public async Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        Known(await inner.ReadFeedAsync(afterPosition, limit, cancellationToken));

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => inner.FeedHeadAsync(cancellationToken);

    /// <summary>What waits in it is written first.</summary>
    public ValueTask DisposeAsync() => inner is IAsyncDisposable journal ? journal.DisposeAsync() : default;

    private static List<JournalRecord> Known(IReadOnlyList<JournalRecord> records) => [.. records.Select(record => Change(record, NewKind, OldKind))];

    private static JournalRecord Change(JournalRecord record, string from, string to) => record.Kind == from ? record with { Kind = to } : record;
}
