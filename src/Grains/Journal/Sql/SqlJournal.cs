namespace Billing.Grains.Journal.Sql;

/// <summary>The journal in a database. Appends share transactions (<see cref="GroupCommit"/>); reads never wait for them.</summary>
public sealed class SqlJournal(SqlDatabase database) : SqlJournalReader(database), IDisposable, IAsyncDisposable
{
    private readonly GroupCommit _writer = new(database.OpenBatchWriter());

    /// <inheritdoc/>
    public override Task<AppendResult> AppendAsync(JournalAppend append)
    {
        append.RequireConsecutive();
        return _writer.AppendAsync(append);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    public void Dispose() => _writer.Dispose();
}
