using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;

namespace Billing.Silo.CommandLine;

internal static class MigrateVerb
{
    public static Task<int> RunAsync(string[] rest)
    {
        var configuration = Builders.Configuration(rest);
        using var directory = DataDirectoryLock.Take(configuration.DataDirectory);
        var applied = SqliteMigrations.Apply(configuration.DataDirectory);
        foreach (var script in applied) Console.WriteLine(script);
        Console.WriteLine(applied.Count == 0 ? $"{configuration.DataDirectory} is up to date." : $"{applied.Count} scripts were run in {configuration.DataDirectory}.");
        return Task.FromResult(0);
    }
}
