using System.Globalization;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>What an acknowledged write rests on: a server that syncs its log before it says that a commit is done.</summary>
public static class PostgreSqlDurability
{
    /// <summary>15: older ones are not tested with.</summary>
    private const int OldestVersion = 150000;

    /// <exception cref="UnsuitableDatabaseException">A setting would lose what was acknowledged, or the server is too old.</exception>
    public static void Require(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT current_setting('server_version_num'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')",
            connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        if (int.Parse(reader.GetString(0), CultureInfo.InvariantCulture) < OldestVersion)
            throw new UnsuitableDatabaseException("it is older than version 15.");
        if (reader.GetString(1) != "on") throw new UnsuitableDatabaseException("fsync is off: a power failure would lose what was acknowledged. Turn it on.");
        if (reader.GetString(2) == "off")
            throw new UnsuitableDatabaseException("synchronous_commit is off: a crash would lose what was acknowledged. Turn it on, for this role and database too.");
        if (reader.GetString(3) != "on") throw new UnsuitableDatabaseException("full_page_writes is off: a power failure could damage what is stored. Turn it on.");
    }
}

/// <summary>The database would not keep what it acknowledges: the program must not start on it (exit status 2).</summary>
public sealed class UnsuitableDatabaseException(string reason) : Exception($"The PostgreSQL server is not fit to keep the journal: {reason}");
