using System.CommandLine;
using Billing.Grains.Maintenance;

namespace Billing.Silo.CommandLine;

internal static class ExportVerb
{
    public static Option<string> Account { get; } = new("--account") { Description = "The account's id: acc_….", Required = true };

    /// <returns>0; 1 where there is no such account.</returns>
    public static async Task<int> RunAsync(ParseResult result, string[] rest)
    {
        await using var archive = await Archive.ReadAsync(rest);
        await using var output = new BufferedStream(Console.OpenStandardOutput());
        if (await new Export(archive.Database, archive.Replay).WriteAsync(result.GetValue(Account)!, output)) return 0;
        Console.Error.WriteLine($"--account: there is no account {result.GetValue(Account)} in {archive.Place}.");
        return 1;
    }
}
