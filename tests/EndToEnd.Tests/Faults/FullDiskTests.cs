using System.Security.Cryptography;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Faults;

/// <summary>The disk under a SQLite data directory runs full while customers buy. The provider is elsewhere, and knows nothing of it.</summary>
public sealed class FullDiskTests
{
    private const string Rename = "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { organization { name } errors { code message } } }";
    private const string NewAccount = "mutation($key: String!) { createAccount(input: { name: \"Late\", idempotencyKey: $key }) { account { id } errors { code message } } }";
    private const string Reads =
        """
        query($organization: ID!) {
          organization(id: $organization) { name status { state } invoices { nodes { number status } } mail(first: 5) { nodes { subject } } events(first: 5) { nodes { sequence at } } }
        }
        """;

    [Fact]
    public async Task F21_on_a_full_disk_orders_are_refused_reads_go_on_and_with_room_again_all_is_well_and_nothing_acknowledged_is_lost()
    {
        using var disk = SmallDisk.Mounted(megabytes: 32);
        await using var simulator = await BillingProcess.StartAsync(BillingProcess.Part.Simulator, "simulator", "--Stripe:WebhookSecret=whsec_of_this_test");
        string[] settings =
        [
            "--Billing:Auth:SigningKey=" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            "--Stripe:ApiKey=sk_test_simulator", "--Stripe:ApiBase=" + simulator.SimulatorAddress, "--Stripe:WebhookSecret=whsec_of_this_test",
        ];
        await using var billing = await BillingProcess.StartAsync(BillingProcess.Part.Gateway, new(disk.Folder), settings);
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var customers = new Customers(billing, simulator);
        var buyers = await customers.OpenAsync();
        using var stop = new CancellationTokenSource();
        var buying = Task.WhenAll(buyers.Select(buyer => BuyUntilAsync(client, buyer, stop.Token)));
        await WhileBuyingAsync(() => buyers.All(buyer => buyer.Acknowledged.Count > 2));

        disk.Fill();
        await WhileBuyingAsync(() => buyers.All(buyer => buyer.Refused > 0));
        var acknowledged = buyers.Sum(buyer => buyer.Acknowledged.Count);
        foreach (var buyer in buyers)
        {
            await RefusedAsync(client, Rename, new { organization = buyer.Organization, name = "Nobody hears this" });
            var read = (await client.DataAsync(Reads, new { organization = buyer.Organization }))["organization"]!;
            Assert.StartsWith("Buyer", (string?)read["name"], StringComparison.Ordinal);
            Assert.Equal("ACTIVE", (string?)read["status"]!["state"]);
        }

        await RefusedAsync(client, NewAccount, new { key = "on a full disk" });
        Assert.Null(await Readiness.ProblemAsync(billing));     // who takes it out of service takes the reads away, too
        Assert.Equal(acknowledged, buyers.Sum(buyer => buyer.Acknowledged.Count));

        disk.MakeRoom();
        await WhileBuyingAsync(() => buyers.Sum(buyer => buyer.Acknowledged.Count) > acknowledged + buyers.Count);
        await stop.CancelAsync();
        await buying;
        await client.MutateAsync(NewAccount, new { key = "on a full disk" });
        await customers.FinishAsync(buyers);
        await customers.CheckAsync(buyers);
        Assert.False(billing.HasEnded);
        await billing.EndAsync();
        var (status, output, error) = await BillingProcess.RunAsync(billing.DataDirectory, "Development", ["verify", .. settings]);
        Assert.True(status == 0, output + error);

        // A buyer who fails says why.
        async Task WhileBuyingAsync(Func<bool> condition) => await await Task.WhenAny(buying, Patience.UntilAsync(condition));
    }

    private static async Task BuyUntilAsync(GraphQLClient client, Buyer buyer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await buyer.StepAsync(client);
    }

    /// <summary>By the store, and not by a rule; without a word of how it is kept.</summary>
    private static async Task RefusedAsync(GraphQLClient client, string document, object variables)
    {
        var answer = await client.PostAsync(document, variables);
        Assert.Equal("UNAVAILABLE", (string?)answer["errors"]?[0]!["extensions"]!["code"]);
        Assert.DoesNotContain("SQLite", answer.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }
}
