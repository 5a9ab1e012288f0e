using System.CommandLine;
using Billing.Grains.Journal.Sqlite;
using Billing.Silo.Configuration;
using Microsoft.Data.Sqlite;

namespace Billing.Silo.CommandLine;

/// <summary>
/// A copy of the journal and the read model as of one instant, taken beside a running service. Snapshots and reminders are not copied: both are made
/// anew from the journal.
/// </summary>
internal static class BackupVerb
{
    public static Option<string> To { get; } = new("--to") { Description = "A folder that is not there yet, or is empty.", Required = true };

    public static Task<int> RunAsync(ParseResult result, string[] rest)
    {
        var configuration = Builders.Configuration(rest);
        if (configuration.Cluster.Database != DatabaseKind.Sqlite)
            throw new ConfigurationException("backup copies SQLite directories. PostgreSQL has its own: pg_dump, or a base backup with archived logs (docs/operations.md).");
        Archive.RequireDatabase(configuration);
        var folder = Directory.CreateDirectory(result.GetValue(To)!);
        var copied = Path.Combine(folder.FullName, SqliteDatabase.FileName);
        var partial = copied + ".partial";
        File.Delete(partial);       // of a try that was broken off
        if (folder.EnumerateFileSystemInfos().Any()) throw new ConfigurationException($"--to: {folder.FullName} is not empty.");

        // Under its own name only when it is whole: what was broken off must not look like a backup.
        Copy(configuration.DataDirectory, partial);
        File.Move(partial, copied);

        // Development's generated key: tokens that are out stay good. A configured key is where it was configured.
        var key = Path.Combine(configuration.DataDirectory, AuthSettings.KeyFile);
        if (File.Exists(key)) File.Copy(key, Path.Combine(folder.FullName, AuthSettings.KeyFile));
        Console.WriteLine($"{configuration.DataDirectory} is copied to {folder.FullName}. Start a service on it, or run verify on it first.");
        return Task.FromResult(0);
    }

    private static void Copy(string dataDirectory, string file)
    {
        using var database = new SqliteDatabase(dataDirectory, readOnly: true);
        using var source = database.OpenReader();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
    }
}
