using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Migrations;

/// <summary>Brings the SQLite files of a data directory to this program's version. Scripts are embedded, run once, in order of their names.</summary>
public static class SqliteMigrations
{
    internal const string BillingFolder = "Sqlite/Billing/";

    /// <summary>Creates what is missing: the directory, <c>billing.db</c>, <c>orleans.db</c>, and the values made once for each database.</summary>
    /// <returns>The scripts that were run, none where nothing was to do.</returns>
    /// <exception cref="MigrationFailedException">A script failed; the ones before it are in place.</exception>
    public static IReadOnlyList<string> Apply(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        string[] applied =
        [
            .. Upgrade(Path.Combine(dataDirectory, SqliteDatabase.FileName), BillingFolder),
            .. Upgrade(Path.Combine(dataDirectory, OrleansTables.FileName), "Sqlite/Orleans/"),
        ];
        using var database = new SqliteDatabase(dataDirectory);
        DeploymentSettings.Load(database);
        return applied;
    }

    private static IEnumerable<string> Upgrade(string path, string folder)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString();
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqlitePragmas.Apply(connection, SqliteDatabase.BusyTimeout);
        return HasAll(connection, folder) ? [] : Run(connectionString, folder);
    }

    /// <summary>Most starts have nothing to do, and should not pay for loading the migration library.</summary>
    private static bool HasAll(SqliteConnection connection, string folder)
    {
        using var find = new SqliteCommand("SELECT count(*) FROM sqlite_schema WHERE name = 'SchemaVersions'", connection);
        if ((long)find.ExecuteScalar()! == 0) return false;
        var missing = typeof(SqliteMigrations).Assembly.GetManifestResourceNames().Where(name => IsIn(folder, name)).ToHashSet();
        using var read = new SqliteCommand("SELECT ScriptName FROM SchemaVersions", connection);
        using var reader = read.ExecuteReader();
        while (reader.Read()) missing.Remove(reader.GetString(0));
        return missing.Count == 0;
    }

    private static IEnumerable<string> Run(string connectionString, string folder)
    {
        var result = DeployChanges.To.SqliteDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrations).Assembly, name => IsIn(folder, name))
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        return result.Successful
            ? result.Scripts.Select(script => script.Name)
            : throw new MigrationFailedException(result.ErrorScript?.Name ?? folder, result.Error);
    }

    private static bool IsIn(string folder, string name) => name.StartsWith(folder, StringComparison.Ordinal);
}

/// <summary>A migration script did not run to its end, and was rolled back.</summary>
public sealed class MigrationFailedException(string script, Exception inner)
    : Exception($"The migration {script} failed: {inner.Message}", inner);
