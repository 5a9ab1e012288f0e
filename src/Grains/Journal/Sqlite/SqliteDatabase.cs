using System.Data.Common;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Maintenance;
using Billing.Grains.Migrations;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>
/// The file <c>billing.db</c> and its connections. Each one waits for locks itself, syncs every commit and is checked before it is
/// handed out; exactly one, the journal's, may write.
/// </summary>
/// <param name="readOnly">For readers beside the service: nothing is changed, not even where nobody else has the file open.</param>
public class SqliteDatabase(string dataDirectory, bool readOnly = false) : SqlDatabase
{
    public const string FileName = "billing.db";

    /// <summary>How long a statement waits for another process's lock. Below two seconds, so that a refusal is quick (F15).</summary>
    public static Duration BusyTimeout { get; } = Duration.FromMilliseconds(1500);

    /// <summary>
    /// Room for the leaves of many streams, and fewer checkpoints: a page that changes in many commits is copied into the file once.
    /// Sizes are 64 MiB (negative: KiB), 16 MiB (pages of 4 KiB) and what the log shrinks to after a burst.
    /// </summary>
    private const string WriterPragmas = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864";

    private readonly string _readerString = ConnectionString(Path.Combine(dataDirectory, FileName), readOnly, pooling: true);
    private readonly string _writerString = ConnectionString(Path.Combine(dataDirectory, FileName), readOnly, pooling: false);

    /// <summary>A connection that can write. The journal has the only one; whoever else opens one waits for its lock.</summary>
    /// <exception cref="SqliteException">The file is missing, or cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The connection did not take its settings.</exception>
    public virtual SqliteConnection OpenWriter() => Open(_writerString, WriterPragmas);

    /// <summary>A pooled connection that refuses to write. Readers see the last commit and wait for nobody.</summary>
    /// <exception cref="SqliteException">The file is missing, or cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The connection did not take its settings.</exception>
    public virtual SqliteConnection OpenReader() => Open(_readerString, "PRAGMA query_only = ON", asItIs: readOnly);

    internal override SqlDialect Dialect { get; } = new(
        (text, part) => $"instr({text}, {part}) > 0", array => $"json_each({array}) AS wanted", (column, value) => $"{column} = {(value ? 1 : 0)}",
        (text, list) => $"{text} IN {list}", "BEGIN DEFERRED");

    internal override SchemaHistory Schema { get; } = new(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'SchemaVersions'", "SELECT ScriptName FROM SchemaVersions", [SqliteMigrations.BillingFolder]);

    internal override DbConnection OpenWriterConnection() => OpenWriter();

    internal override IBatchWriter OpenBatchWriter() => new SqliteBatchWriter(this);

    internal override IRowRebuild OpenRowRebuild() => new SqliteRowRebuild(OpenWriter());

    internal override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    protected override ValueTask<DbConnection> OpenReaderAsync() => new(OpenReader());

    /// <summary>A file has no connections that go stale.</summary>
    protected override bool WasPooledTooLong(Exception failure) => false;

    protected override bool IsOfTheStore(Exception failure) => failure is SqliteException;

    protected override void AfterFailure(Exception failure) => ClosePooledReaders();

    /// <summary>Closes the pooled readers.</summary>
    protected override void Dispose(bool disposing) => ClosePooledReaders();

    private void ClosePooledReaders()
    {
        using var connection = new SqliteConnection(_readerString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Where SQLite's own busy handler ends, the library's loop ends too: it would sleep 150 ms at a time.</summary>
    private static string ConnectionString(string path, bool readOnly, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Private,
        Pooling = pooling,
        DefaultTimeout = 1,
    }.ToString();

    /// <param name="asItIs">Whoever cannot write needs no settings that make writes durable, and could not make them.</param>
    private static SqliteConnection Open(string connectionString, string access, bool asItIs = false)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            if (asItIs) SqlitePragmas.Set(connection, $"PRAGMA busy_timeout = {(long)BusyTimeout.TotalMilliseconds}");
            else SqlitePragmas.Apply(connection, BusyTimeout);
            SqlitePragmas.Set(connection, access);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
