using Microsoft.Data.Sqlite;
using NodaTime;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>The settings that durability rests on. SQLite forgets most of them with the connection and refuses none aloud, so they are read back.</summary>
public static class SqlitePragmas
{
    private const string Expected = "wal|2|1";

    private const string Read = """
        SELECT (SELECT journal_mode FROM pragma_journal_mode) || '|' || (SELECT synchronous FROM pragma_synchronous)
          || '|' || (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT timeout FROM pragma_busy_timeout)
        """;

    /// <summary>Write-ahead log, a sync for every commit (<c>synchronous = FULL</c>), foreign keys, and a wait for locks.</summary>
    /// <exception cref="InvalidOperationException">A setting did not take.</exception>
    public static void Apply(SqliteConnection connection, Duration busyTimeout)
    {
        var milliseconds = (long)busyTimeout.TotalMilliseconds;
        Set(connection, $"PRAGMA busy_timeout = {milliseconds}");
        Set(connection, "PRAGMA synchronous = FULL");
        Set(connection, "PRAGMA foreign_keys = ON");
        Set(connection, "PRAGMA temp_store = MEMORY");
        if (JournalMode(connection) != "wal") Set(connection, "PRAGMA journal_mode = WAL");
        Assert(connection, milliseconds);
    }

    internal static void Set(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is made of constants and numbers.
        command.CommandText = pragma;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string? JournalMode(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        return command.ExecuteScalar() as string;
    }

    private static void Assert(SqliteConnection connection, long busyTimeout)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Read;
        using var reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetString(0) != Expected || reader.GetInt64(1) != busyTimeout)
            throw new InvalidOperationException(
                $"SQLite refused its settings: journal_mode|synchronous|foreign_keys is {reader.GetString(0)}, wanted {Expected}; "
                + $"busy_timeout is {reader.GetInt64(1)} ms, wanted {busyTimeout} ms.");
    }
}
