using Billing.Grains.Maintenance;

namespace Billing.Silo.CommandLine;

internal static class RebuildVerb
{
    /// <returns>0; 1 where a history could not be read. Where a service is at work, what it throws ends as 2.</returns>
    public static async Task<int> RunAsync(string[] rest)
    {
        await using var archive = await Archive.ChangeAsync(rest);
        var unreadable = 0;
        var written = await new Rebuild(archive.Database, archive.Replay).RunAsync(new Progress("Rebuilt").Tell, (stream, reason) =>
        {
            unreadable++;
            Console.WriteLine($"{stream}: {reason}");
        });
        Console.WriteLine($"The read model of {archive.Place} is rebuilt: {written} histories in this run{(unreadable > 0 ? $", {unreadable} could not be read" : "")}.");
        return unreadable == 0 ? 0 : 1;
    }
}
