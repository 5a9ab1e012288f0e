using Billing.Contracts.ReadModel;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Billing.Grains.Maintenance;
using Billing.Grains.Telemetry;

namespace Billing.Grains.Journal.Sql;

/// <summary>A database that keeps the journal: how it is reached, and in which words it is asked where the dialects differ.</summary>
public abstract class SqlDatabase : IDisposable
{
    internal abstract SqlDialect Dialect { get; }

    /// <summary>Reads with a pooled connection, which refuses to write and waits for no writer.</summary>
    /// <param name="operation">Names the question in traces.</param>
    /// <exception cref="JournalUnavailableException">The store cannot be read.</exception>
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

    /// <summary>A connection that may write: for what is made once, never for appends.</summary>
    internal abstract DbConnection OpenWriterConnection();

    /// <summary>A writer of appends, on a connection of its own.</summary>
    internal abstract IBatchWriter OpenBatchWriter();

    /// <summary>A writer of rows without events, while nobody else writes.</summary>
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

    private async Task<T> OnceAsync<T>(Func<DbConnection, Task<T>> read)
    {
        await using var connection = await OpenReaderAsync();
        return await read(connection);
    }
}
