using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Maintenance;
using Billing.Grains.Migrations;
using NodaTime;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>A PostgreSQL database, 15 or later. Readers are pooled and refuse to write; the journal's writer has a connection of its own.</summary>
public sealed class PostgreSqlDatabase : SqlDatabase
{
    /// <summary>The name under which Orleans' AdoNet providers know PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>How long a connection of the writer may take, and a statement: a command is refused within two seconds (F15). A reader has a second more, since
    /// it may wait for its turn on a pooled connection. The driver counts in seconds.</summary>
    private const int SecondsToConnect = 1;
    private const int SecondsToAnswer = 2;

    /// <summary>Connections that a process keeps for reading, and as many for Orleans' providers. Each is a process at the server: a burst of readers
    /// that opened one each would wait longer for them than for a turn on one of these.</summary>
    private const int PooledConnections = 16;

    /// <summary>Compiling a statement takes ten milliseconds, many times what any of ours runs; a table without statistics makes the planner think otherwise.
    /// Appends that wait for a row see it as it is then, whatever level the database has for others.</summary>
    private const string SessionOptions = @"-c jit=off -c default_transaction_isolation=read\ committed";

    /// <summary>A batch should leave in one piece: its last statement takes the feed's lock, and must not wait for the rest of the message.</summary>
    private const int WriteBufferBytes = 1 << 20;

    private readonly NpgsqlDataSource readers;
    private readonly NpgsqlDataSource writers;

    /// <param name="connectionString">As <c>ConnectionStrings:Billing</c> has it; time-outs in it are replaced by the journal's.</param>
    /// <param name="secondsToConnect">What a connection may take.</param>
    /// <param name="secondsToAnswer">What a statement may take.</param>
    /// <exception cref="ArgumentException">It is no connection string for PostgreSQL.</exception>
    public PostgreSqlDatabase(string connectionString, int secondsToConnect = SecondsToConnect, int secondsToAnswer = SecondsToAnswer)
    {
        var common = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = Join(new NpgsqlConnectionStringBuilder(connectionString).Options, SessionOptions), Timeout = secondsToConnect, CommandTimeout = secondsToAnswer, CancellationTimeout = 500, ApplicationName = $"billing on {Environment.MachineName}", IncludeErrorDetail = false,
        };
        readers = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(common.ConnectionString)
        {
            Options = Join(common.Options, "-c default_transaction_read_only=on"), MaxAutoPrepare = 64, MaxPoolSize = PooledConnections,
            Timeout = secondsToConnect + 1,
        });
        writers = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(common.ConnectionString)
        {
            Options = Join(common.Options, WriterLock.EndsWithItsMachine), Pooling = false, MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, WriteBufferSize = WriteBufferBytes,
        });
    }

    /// <summary>For those who look at everything that is stored, where nobody waits for the answer: also beside a server that has much to do.</summary>
    public static PostgreSqlDatabase ForMaintenance(string connectionString) => new(connectionString, secondsToConnect: 30, secondsToAnswer: 3600);

    /// <summary>For Orleans' providers, which open a connection for each call: pooled, and no longer in waiting than the journal is.</summary>
    public static string ForOrleans(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Timeout = SecondsToConnect + 1, CommandTimeout = 5, CancellationTimeout = 500, ApplicationName = "billing-orleans", MaxAutoPrepare = 32,
        MaxPoolSize = PooledConnections,
    }.ToString();

    /// <summary>The server and the database, without a secret.</summary>
    public static string PlaceOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) is var settings
        ? string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {settings.Database} at {settings.Host}:{settings.Port}") : "";

    internal override SqlDialect Dialect { get; } = new(
        (text, part) => $"strpos({text}, {part}) > 0", array => $"jsonb_array_elements({array}::jsonb) AS wanted(value)",
        (column, value) => value ? column : $"NOT {column}", (text, list) => $"{text} = ANY({list})",
        "BEGIN ISOLATION LEVEL REPEATABLE READ");

    /// <summary>The instant as the database has it, for processes whose own clock may be wrong (D6).</summary>
    public Task<Instant> NowAsync() => ReadAsync(async connection =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT clock_timestamp()";
        return Instant.FromDateTimeUtc((DateTime)(await command.ExecuteScalarAsync())!);
    });

    /// <summary>A connection that may write.</summary>
    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    public NpgsqlConnection OpenWriter()
    {
        var connection = writers.OpenConnection();
        try
        {
            PostgreSqlDurability.Require(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that appends to the journal.</summary>
    /// <exception cref="RebuildUnderWayException">Nobody may.</exception>
    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    internal NpgsqlConnection OpenJournalWriter() => WriterLock.Share(OpenWriter());

    /// <summary>Keeps a rebuild from beginning, for as long as the connection lasts.</summary>
    /// <inheritdoc cref="OpenJournalWriter" path="/exception"/>
    public WriterSession OpenWriterSession() => new(OpenJournalWriter());

    internal override SchemaHistory Schema { get; } = new(
        $"SELECT count(to_regclass('{PostgreSqlMigrations.Table}'))", $"SELECT scriptname FROM {PostgreSqlMigrations.Table}", PostgreSqlMigrations.Folders);

    /// <summary>Whether a connection that was idle is still there: a server that was started again has cut it without a word.</summary>
    internal static bool Answers(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT 1", connection);
            command.ExecuteScalar();
            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or TimeoutException or IOException or SocketException)
        {
            return false;
        }
    }

    internal override DbConnection OpenWriterConnection() => OpenWriter();

    internal override IBatchWriter OpenBatchWriter() => new PostgreSqlBatchWriter(this);

    internal override IRowRebuild OpenRowRebuild() => new PostgreSqlRowRebuild(WriterLock.TakeAlone(OpenWriter()));

    internal override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    protected override async ValueTask<DbConnection> OpenReaderAsync() => await readers.OpenConnectionAsync();

    protected override bool IsOfTheStore(Exception failure) => failure is NpgsqlException or TimeoutException or SocketException or IOException;

    protected override bool WasPooledTooLong(Exception failure) => failure
        is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
        or NpgsqlException { InnerException: IOException or SocketException };

    /// <summary>A statement that took too long says nothing of the other connections, and opening them all again would take longer still.</summary>
    protected override void AfterFailure(Exception failure)
    {
        if (WasPooledTooLong(failure)) readers.Clear();
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        readers.Dispose();
        writers.Dispose();
    }

    private static string Join(string? options, string more) => string.IsNullOrEmpty(options) ? more : $"{options} {more}";
}
