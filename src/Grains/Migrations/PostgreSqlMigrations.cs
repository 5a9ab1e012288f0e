using System.Net.Sockets;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using DbUp;
using Npgsql;

namespace Billing.Grains.Migrations;

/// <summary>Brings a PostgreSQL database to this program's version. Scripts are embedded, run once, in order of their names, by one process at a time.</summary>
public static class PostgreSqlMigrations
{
    /// <summary>Any number, the same in every version of this program.</summary>
    private const long AdvisoryLock = 0x42494C4C494E47;

    internal const string Table = "schema_version";
    private const int SecondsForAScript = 600;

    internal static readonly string[] Folders = ["PostgreSql/Billing/", "PostgreSql/Orleans/"];
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates what is missing, and the values made once for each database.</summary>
    /// <param name="patience">How long to ask for a server that does not answer yet: it may be starting too.</param>
    /// <returns>The scripts that were run, none where nothing was to do.</returns>
    /// <exception cref="DatabaseUnreachableException">No server answered in time.</exception>
    /// <exception cref="UnsuitableDatabaseException">The server would not keep what it acknowledges.</exception>
    /// <exception cref="MigrationFailedException">A script failed; the ones before it are in place.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(string connectionString, TimeSpan patience, TimeProvider time)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5, CommandTimeout = SecondsForAScript }.ToString();
        await using var connection = await OpenAsync(own, patience, time);
        PostgreSqlDurability.Require(connection);
        IReadOnlyList<string> applied = [];
        if (!await HasAllAsync(connection))
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_lock($1)");      // ends with the connection, whatever becomes of this process
            applied = Run(own);
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)");
        }
        using var database = new PostgreSqlDatabase(connectionString);
        DeploymentSettings.Load(database);
        return applied;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, TimeSpan patience, TimeProvider time)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync();
                return connection;
            }
            catch (Exception failure) when (MayBeStarting(failure))
            {
                await connection.DisposeAsync();
                if (time.GetElapsedTime(since) > patience) throw new DatabaseUnreachableException(connectionString, failure);
            }
            catch (PostgresException refused)
            {
                throw new DatabaseUnreachableException(connectionString, refused);
            }
            await Task.Delay(BetweenTries, time);
        }
    }

    private static bool MayBeStarting(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } or (NpgsqlException and not PostgresException) or SocketException or TimeoutException;

    /// <summary>Most starts have nothing to do, and should wait for nobody.</summary>
    private static async Task<bool> HasAllAsync(NpgsqlConnection connection)
    {
        await using var find = new NpgsqlCommand($"SELECT to_regclass('{Table}') IS NOT NULL", connection);
        if (!(bool)(await find.ExecuteScalarAsync())!) return false;
        var missing = typeof(PostgreSqlMigrations).Assembly.GetManifestResourceNames().Where(IsOurs).ToHashSet();
        await using var read = new NpgsqlCommand($"SELECT scriptname FROM {Table}", connection);
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync()) missing.Remove(reader.GetString(0));
        return missing.Count == 0;
    }

    private static IReadOnlyList<string> Run(string connectionString)
    {
        var result = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(PostgreSqlMigrations).Assembly, IsOurs).JournalToPostgresqlTable(null, Table)
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().WithExecutionTimeout(TimeSpan.FromSeconds(SecondsForAScript)).Build().PerformUpgrade();
        return result.Successful
            ? [.. result.Scripts.Select(script => script.Name)]
            : throw new MigrationFailedException(result.ErrorScript?.Name ?? "of PostgreSQL", result.Error);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = AdvisoryLock } } };
        await command.ExecuteNonQueryAsync();
    }

    private static bool IsOurs(string name) => Array.Exists(Folders, folder => name.StartsWith(folder, StringComparison.Ordinal));
}

/// <summary>No PostgreSQL server answers, or it lets nobody in: the program cannot start (exit status 2).</summary>
public sealed class DatabaseUnreachableException(string connectionString, Exception inner)
    : Exception($"ConnectionStrings:Billing: {PostgreSqlDatabase.PlaceOf(connectionString)} cannot be used: {inner.Message}", inner);
