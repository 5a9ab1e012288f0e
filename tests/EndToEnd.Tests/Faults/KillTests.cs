using System.Net.Http.Json;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Faults;

public sealed class KillTests
{
    private const int Kills = 20;
    private const int Buyers = 4;
    private const int FirstSeats = 5;

    private static readonly string[] Faults = ["timeout_after_effect", "timeout_before_effect", "http_500", "http_429"];

    /// <summary>F1, F2, F3: kill -9 under a load of purchases and a provider that fails, and nothing acknowledged is lost, nobody charged twice.</summary>
    [Fact]
    public async Task F01_twenty_kills_lose_nothing_and_charge_nobody_twice()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var billing = await BillingProcess.StartAsync();
        var buyers = await OpenAsync(billing);
        for (var kill = 0; kill < Kills; kill++)
        {
            await LoadAsync(billing, buyers, TimeSpan.FromMilliseconds(random.Next(200, 900)), Faults[random.Next(Faults.Length)]);
            await billing.StartAgainAsync();
        }

        await FinishAsync(billing, buyers);
        await CheckAsync(billing, buyers);
    }

    private static async Task<List<Buyer>> OpenAsync(BillingProcess billing)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(client);
        var buyers = new List<Buyer>();
        for (var index = 0; index < Buyers; index++)
        {
            var organization = await Scenario.OrganizationAsync(client, account, $"Buyer {index}");
            await Scenario.CardAsync(client, organization, "pm_card_visa");
            var signed = await Scenario.SignAsync(client, organization, seats: FirstSeats);
            Assert.Equal("PAID", (string?)signed["invoice"]!["status"]);
            buyers.Add(new(organization, $"buyer-{index}"));
        }

        return buyers;
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

    /// <summary>Each buyer asks until he has his answer: a look-up takes seconds at most once the provider is well.</summary>
    private static async Task FinishAsync(BillingProcess billing, List<Buyer> buyers)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        using var simulator = new HttpClient();
        await simulator.DeleteAsync(billing.SimulatorAddress + "/_simulator/faults");
        for (var tries = 0; buyers.Any(buyer => buyer.IsWaiting); tries++)
        {
            Assert.True(tries < 300, "A purchase is still not settled.");
            foreach (var buyer in buyers.Where(buyer => buyer.IsWaiting)) await buyer.StepAsync(client);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private static async Task CheckAsync(BillingProcess billing, List<Buyer> buyers)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var charges = (await Scenario.ChargesAsync(billing)).Select(charge => (
            Organization: (string)charge!["metadata"]!["organizationId"]!, Invoice: (string)charge["metadata"]!["invoiceNumber"]!, Amount: (long)charge["amount"]!)).ToList();
        var paid = new List<(string Organization, string Invoice, long Amount)>();
        foreach (var buyer in buyers)
        {
            var invoices = await InvoicesAsync(client, buyer.Organization);
            Assert.DoesNotContain(invoices, invoice => invoice.Status == "OPEN");
            var mine = invoices.Where(invoice => invoice.Status == "PAID").ToList();
            paid.AddRange(mine.Where(invoice => invoice.Amount > 0).Select(invoice => (buyer.Organization, invoice.Number, invoice.Amount)));
            Assert.Subset(mine.Select(invoice => invoice.Number).ToHashSet(), buyer.Acknowledged);
            var books = await Scenario.BooksAsync(client, buyer.Organization);
            Assert.Equal(FirstSeats + mine.Count(invoice => invoice.Kind == "SEATS"), (int)books["subscription"]!["fullTimeSeats"]!);
        }

        Assert.True(buyers.Sum(buyer => buyer.Acknowledged.Count) > Kills, "The load was too small to prove anything.");
        Assert.Equal(paid.Order(), charges.Order());
    }

    private static async Task<List<(string Number, string Kind, string Status, long Amount)>> InvoicesAsync(GraphQLClient client, string organization)
    {
        var all = new List<(string, string, string, long)>();
        for (string? after = null; ;)
        {
            var page = (await client.DataAsync(
                """
                query($organization: ID!, $after: String) {
                  organization(id: $organization) {
                    invoices(first: 100, after: $after) { nodes { number kind status amountDue { amount } } pageInfo { hasNextPage endCursor } }
                  }
                }
                """, new { organization, after }))["organization"]!["invoices"]!;
            all.AddRange(page["nodes"]!.AsArray().Select(node => (
                (string)node!["number"]!, (string)node["kind"]!, (string)node["status"]!, (long)node["amountDue"]!["amount"]!)));
            if (!(bool)page["pageInfo"]!["hasNextPage"]!) return all;
            after = (string)page["pageInfo"]!["endCursor"]!;
        }
    }
}
