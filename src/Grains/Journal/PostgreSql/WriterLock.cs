using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>
/// Who appends to the journal holds it with others, on the very connection that writes; who makes rows anew holds it alone. The server lets go of it with the
/// connection, and of what was not committed too, so nobody ever writes without it (docs/decisions/0034).
/// </summary>
internal static class WriterLock
{
    /// <summary>Any number, the same in every version of this program, and not that of the migrations.</summary>
    private const long Key = 0x42494C4C494E48;

    /// <summary>A machine that has vanished says no farewell: its connections, and so its locks, end within half a minute.</summary>
    public const string EndsWithItsMachine = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <exception cref="RebuildUnderWayException">Somebody has it alone. The connection is closed.</exception>
    public static NpgsqlConnection Share(NpgsqlConnection connection) =>
        Take(connection, "SELECT pg_try_advisory_lock_shared($1)", _ => new RebuildUnderWayException());

    /// <exception cref="WritersPresentException">Somebody has it. The connection is closed.</exception>
    public static NpgsqlConnection TakeAlone(NpgsqlConnection connection) =>
        Take(connection, "SELECT pg_try_advisory_lock($1)", refused => new WritersPresentException(HoldersOf(refused)));

    private static NpgsqlConnection Take(NpgsqlConnection connection, string sql, Func<NpgsqlConnection, Exception> refusal)
    {
        try
        {
            using var command = Command(connection, sql);
            return (bool)command.ExecuteScalar()! ? connection : throw refusal(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Who it is, so that somebody can be stopped.</summary>
    private static string HoldersOf(NpgsqlConnection connection)
    {
        using var command = Command(connection, """
            SELECT DISTINCT coalesce(nullif(application_name, ''), 'somebody') || coalesce(' from ' || host(client_addr), '') FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = $1
              AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1 LIMIT 10
            """);
        using var reader = command.ExecuteReader();
        var holders = new List<string>();
        while (reader.Read()) holders.Add(reader.GetString(0));
        return holders.Count == 0 ? "somebody who has gone meanwhile" : string.Join(", ", holders);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Key } } };
}

/// <summary>A silo's word that it may write at any time, kept by a connection that is there also while nothing is written.</summary>
public sealed class WriterSession : IDisposable
{
    private readonly NpgsqlConnection connection;

    internal WriterSession(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>False where the connection was lost, and the lock with it.</summary>
    public bool IsHeld() => PostgreSqlDatabase.Answers(connection);

    public void Dispose() => connection.Dispose();
}

/// <summary>The read model is made anew: who would write must wait, and who would start must not (exit status 2).</summary>
public sealed class RebuildUnderWayException() : Exception("The read model is being rebuilt in this database: start again when that has ended.");

/// <summary>A service is at work in the database: rows cannot be made anew under it (exit status 2).</summary>
public sealed class WritersPresentException(string holders)
    : Exception($"A service or another rebuild is at work in this database ({holders}): stop every silo first. Nothing was changed.");
