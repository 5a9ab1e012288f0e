using Billing.Grains.Journal.Sqlite;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Migrations;

/// <summary>Brings the SQLite files of a data directory to this program's version. Scripts are embedded, run once, in order of their names.</summary>
public static class SqliteMigrations
{
    /// <summary>Creates what is missing: the directory, <c>billing.db</c>, <c>orleans.db</c>, and the values made once for each database.</summary>
    /// <returns>The scripts that were run, none where nothing was to do.</returns>
    /// <exception cref="MigrationFailedException">A script failed; the ones before it are in place.</exception>
    public static IReadOnlyList<string> Apply(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        string[] applied =
        [
            .. Upgrade(Path.Combine(dataDirectory, SqliteDatabase.FileName), "Sqlite/Billing/"),
            .. Upgrade(Path.Combine(dataDirectory, OrleansTables.FileName), "Sqlite/Orleans/"),
        ];
        using var database = new SqliteDatabase(dataDirectory);
        SqliteDeploymentSettings.Load(database);
        return applied;
    }

    private static IEnumerable<string> Upgrade(string path, string folder)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString();
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqlitePragmas.Apply(connection, SqliteDatabase.BusyTimeout);
        var result = DeployChanges.To.SqliteDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrations).Assembly, name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        return result.Successful
            ? result.Scripts.Select(script => script.Name)
            : throw new MigrationFailedException(result.ErrorScript?.Name ?? folder, result.Error);
    }
}

/// <summary>A migration script did not run to its end, and was rolled back.</summary>
public sealed class MigrationFailedException(string script, Exception inner)
    : Exception($"The migration {script} failed: {inner.Message}", inner);
