using Billing.Contracts.ReadModel;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>
/// Writes batches to <c>billing.db</c>, one immediate transaction each. SQLite lets one transaction write at a time, whatever the
/// process; so positions counted inside it, from the head it found, are in the order of commits. Savepoints would cost a third of the
/// writer's time: a batch is first written without, and again with one for each append where one of them turns out bad.
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
            try
            {
                Write(_session, batch, WriteOpenly);
            }
            catch (Exception exception) when (IsItsOwnFault(exception))
            {
                Write(_session, batch, WriteInSavepoint);
            }
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

    /// <summary>Leaves the transaction rolled back where it throws.</summary>
    private static void Write(
        SqliteWriteSession session, IReadOnlyList<PendingAppend> batch, Func<SqliteWriteSession, SqliteTransaction, PendingAppend, long, long> write)
    {
        using var transaction = session.Begin();
        var head = session.FeedHead(transaction);
        var position = head;
        foreach (var pending in batch) position = write(session, transaction, pending, position);
        if (position > head) session.MoveFeedHead(transaction, head, position);
        transaction.Commit();
    }

    /// <returns>The feed's last position after this append: unchanged where it conflicts, which shows before it has written anything.</returns>
    private static long WriteOpenly(SqliteWriteSession session, SqliteTransaction transaction, PendingAppend pending, long position)
    {
        if (session.Conflict(transaction, pending.Append) is { } conflict)
        {
            pending.Refuse(conflict);
            return position;
        }
        var last = session.Insert(transaction, pending.Append, position);
        pending.Accept(new AppendResult(last == position ? null : last));
        return last;
    }

    /// <inheritdoc cref="WriteOpenly"/>
    private static long WriteInSavepoint(SqliteWriteSession session, SqliteTransaction transaction, PendingAppend pending, long position)
    {
        session.Savepoint(transaction);
        try
        {
            position = WriteOpenly(session, transaction, pending, position);
        }
        catch (Exception exception) when (IsItsOwnFault(exception))
        {
            session.RollBackToSavepoint(transaction);
            pending.Refuse(new JournalUnavailableException($"An append to {pending.Append.Stream} was refused: {exception.Message}", exception));
        }
        session.Release(transaction);
        return position;
    }

    /// <summary>An append is at fault, not the store: the others can be written without it.</summary>
    private static bool IsItsOwnFault(Exception exception) =>
        exception is not SqliteException sqlite || sqlite.SqliteErrorCode is Constraint or TooBig or Mismatch;
}
