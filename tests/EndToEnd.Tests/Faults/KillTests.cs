using System.Net.Http.Json;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Faults;

public sealed class KillTests
{
    private const int Kills = 20;

    private static readonly string[] Faults = ["timeout_after_effect", "timeout_before_effect", "http_500", "http_429"];

    /// <summary>F1, F2, F3: kill -9 under a load of purchases and a provider that fails, and nothing acknowledged is lost, nobody charged twice.</summary>
    [Fact]
    public async Task F01_twenty_kills_lose_nothing_and_charge_nobody_twice()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var billing = await BillingProcess.StartAsync();
        var customers = new Customers(billing, billing);
        var buyers = await customers.OpenAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await LoadAsync(billing, buyers, TimeSpan.FromMilliseconds(random.Next(200, 900)), Faults[random.Next(Faults.Length)]);
            await billing.StartAgainAsync();
        }

        using (var simulator = new HttpClient()) await simulator.DeleteAsync(billing.SimulatorAddress + "/_simulator/faults");
        await customers.FinishAsync(buyers);
        Assert.True(buyers.Sum(buyer => buyer.Acknowledged.Count) > Kills, "The load was too small to prove anything.");
        await customers.CheckAsync(buyers);
    }

    /// <summary>Everybody buys until the process is killed in the middle of it.</summary>
    private static async Task LoadAsync(BillingProcess billing, List<Buyer> buyers, TimeSpan length, string fault)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        using var simulator = new HttpClient();
        await simulator.PostAsJsonAsync(billing.SimulatorAddress + "/_simulator/faults", new { next = 1, kind = fault });
        using var stop = new CancellationTokenSource();
        var before = buyers.Sum(buyer => buyer.Acknowledged.Count);
        var load = buyers.Select(async buyer =>
        {
            while (!stop.IsCancellationRequested) await buyer.StepAsync(client);
        }).ToList();
        // On a crowded machine a while longer: there has to be something to lose.
        for (var waits = 0; waits < 40; waits++)
        {
            await Task.Delay(length, TimeProvider.System);
            if (buyers.Sum(buyer => buyer.Acknowledged.Count) > before + 1) break;
        }

        await billing.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(load);
    }
}
