using Billing.Silo.Hosting;

namespace Billing.Silo.CommandLine;

internal static class MigrateVerb
{
    public static async Task<int> RunAsync(string[] rest)
    {
        using var store = Store.Open(Builders.Configuration(rest));
        var applied = await store.MigrateAsync();
        foreach (var script in applied) Console.WriteLine(script);
        Console.WriteLine(applied.Count == 0 ? $"{store.Place} is up to date." : $"{applied.Count} scripts were run in {store.Place}.");
        return 0;
    }
}
