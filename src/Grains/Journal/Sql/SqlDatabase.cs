using Billing.Contracts.ReadModel;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Billing.Grains.Maintenance;
using Billing.Grains.Migrations;
using Billing.Grains.Telemetry;
using Dapper;

namespace Billing.Grains.Journal.Sql;

/// <summary>A database that keeps the journal: how it is reached, and in which words it is asked where the dialects differ.</summary>
public abstract class SqlDatabase : ISqlReads, IDisposable
{
    internal abstract SqlDialect Dialect { get; }

    /// <summary>How the migrations that were run are listed.</summary>
    internal abstract SchemaHistory Schema { get; }

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, [CallerMemberName] string operation = "")
    {
        using var span = GrainTraces.Sql(operation);
        try
        {
            try
            {
                return await OnceAsync(read);
            }
            catch (Exception failure) when (WasPooledTooLong(failure))
            {
                AfterFailure(failure);
                return await OnceAsync(read);
            }
        }
        catch (Exception failure) when (IsOfTheStore(failure))
        {
            span.End(failure.GetType().Name);
            AfterFailure(failure);
            throw new JournalUnavailableException($"The database cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads all of one instant, in however many questions, beside whoever writes meanwhile.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot be read.</exception>
    public Task<T> ReadSnapshotAsync<T>(Func<ISqlReads, Task<T>> read, [CallerMemberName] string operation = "") => ReadAsync(
        async connection =>
        {
            // In words and not as a transaction object, which each of the questions would have to name.
            await connection.ExecuteAsync(Dialect.BeginSnapshot);
            try
            {
                return await read(new SqlSnapshot(connection));
            }
            finally
            {
                await EndAsync(connection);
            }
        }, operation);

    /// <summary>A connection that may write: for what is made once, never for appends.</summary>
    internal abstract DbConnection OpenWriterConnection();

    /// <summary>A writer of appends, on a connection of its own.</summary>
    internal abstract IBatchWriter OpenBatchWriter();

    /// <summary>A writer of rows without events, while nobody else writes: PostgreSQL sees to that, a SQLite directory is locked by whoever works in it.</summary>
    /// <exception cref="PostgreSql.WritersPresentException">Somebody else writes.</exception>
    internal abstract IRowRebuild OpenRowRebuild();

    /// <summary>What is read inside is of one instant.</summary>
    internal abstract DbTransaction BeginSnapshot(DbConnection connection);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<DbConnection> OpenReaderAsync();

    /// <summary>The connection was broken before it was asked, as all are that were pooled while a server was started again: another one may do.</summary>
    protected abstract bool WasPooledTooLong(Exception failure);

    /// <summary>The store failed, not the question.</summary>
    protected abstract bool IsOfTheStore(Exception failure);

    /// <summary>What was pooled is not used again where it may share the cause, so a cause that goes away is forgotten.</summary>
    protected abstract void AfterFailure(Exception failure);

    protected abstract void Dispose(bool disposing);

    private static async Task EndAsync(DbConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException)
        {
            // The connection is broken, or the failure that is on its way has ended the transaction already.
        }
    }

    private async Task<T> OnceAsync<T>(Func<DbConnection, Task<T>> read)
    {
        await using var connection = await OpenReaderAsync();
        return await read(connection);
    }
}
