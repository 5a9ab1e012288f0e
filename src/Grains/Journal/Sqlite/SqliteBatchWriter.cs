using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>
/// Writes batches to <c>billing.db</c>: one immediate transaction each, a savepoint for every append. SQLite lets one transaction write
/// at a time, whatever the process; so positions counted inside it, from the head it found, are in the order of commits.
/// </summary>
internal sealed class SqliteBatchWriter(SqliteDatabase database) : IBatchWriter
{
    private const int Constraint = 19;
    private const int TooBig = 18;
    private const int Mismatch = 20;

    private SqliteWriteSession? _session;

    public void Write(IReadOnlyList<PendingAppend> batch)
    {
        try
        {
            _session ??= new SqliteWriteSession(database.OpenWriter());
            using var transaction = _session.Begin();
            var head = _session.FeedHead(transaction);
            var position = head;
            foreach (var pending in batch) position = Write(_session, transaction, pending, position);
            if (position > head) _session.MoveFeedHead(transaction, head, position);
            transaction.Commit();
        }
        catch
        {
            // A connection that has failed is not asked again: the next batch opens its own, so a cause that goes away is forgotten (F21).
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <returns>The feed's last position after this append: unchanged where it was refused.</returns>
    private static long Write(SqliteWriteSession session, SqliteTransaction transaction, PendingAppend pending, long position)
    {
        session.Savepoint(transaction);
        try
        {
            var last = session.Insert(transaction, pending.Append, position);
            session.Release(transaction);
            pending.Accept(new AppendResult(last == position ? null : last));
            return last;
        }
        catch (Exception exception) when (IsItsOwnFault(exception))
        {
            session.RollBackToSavepoint(transaction);
            session.Release(transaction);
            pending.Refuse(exception is JournalConflictException
                ? exception
                : new JournalUnavailableException($"An append to {pending.Append.Stream} was refused: {exception.Message}", exception));
            return position;
        }
    }

    /// <summary>The append itself is at fault, not the store: the transaction goes on without it.</summary>
    private static bool IsItsOwnFault(Exception exception) =>
        exception is not SqliteException sqlite || sqlite.SqliteErrorCode is Constraint or TooBig or Mismatch;
}
