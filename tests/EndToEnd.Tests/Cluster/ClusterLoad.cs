using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Faults;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Cluster;

/// <summary>Customers of a cluster, through all of its gateways, and the check of their books against the provider's.</summary>
internal sealed class ClusterLoad(BillingCluster cluster)
{
    public const string Rename = "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { organization { name } errors { code message } } }";

    private const int Organizations = 12;

    public async Task<List<Buyer>> BuyersAsync()
    {
        using var client = cluster.Client();
        var account = await Scenario.AccountAsync(client);
        var buyers = new List<Buyer>();
        for (var index = 0; index < Organizations; index++)
        {
            var organization = await Scenario.OrganizationAsync(client, account, $"Buyer {index}");
            await Scenario.CardAsync(client, organization, "pm_card_visa");
            Assert.Equal("PAID", (string?)(await Scenario.SignAsync(client, organization))["invoice"]!["status"]);
            buyers.Add(new(organization, $"buyer-{index}"));
        }

        return buyers;
    }

    /// <summary>Everybody buys a seat a round, through either gateway, until it is acknowledged.</summary>
    public async Task SellAsync(List<Buyer> buyers, int rounds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Task.WhenAll(buyers.Select(async (buyer, index) =>
        {
            using var client = cluster.Client(index % cluster.Gateways.Count);
            for (var goal = buyer.Acknowledged.Count + rounds; buyer.Acknowledged.Count < goal;)
            {
                await buyer.StepAsync(client);
                Assert.False(limit.IsCancellationRequested, "A purchase never came to an end.");
            }
        }));
    }

    /// <summary>Everybody buys seat after seat, with a breath between.</summary>
    public Task BuyUntilAsync(List<Buyer> buyers, CancellationToken stop) => Task.WhenAll(buyers.Select(async (buyer, index) =>
    {
        using var client = cluster.Client(index % cluster.Gateways.Count);
        while (!stop.IsCancellationRequested)
        {
            await buyer.StepAsync(client);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
        }
    }));

    /// <summary>A command of it is carried out.</summary>
    public async Task AnswersAsync(string organization, int index)
    {
        using var client = cluster.Client(index % cluster.Gateways.Count);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var tries = 0; (await client.PostAsync(Rename, new { organization, name = $"Buyer, try {tries}" }))["errors"] is not null; tries++)
        {
            Assert.False(limit.IsCancellationRequested, "It never answers.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What was acknowledged is there, seats are those that were paid, and the provider took exactly what the paid invoices say.</summary>
    public async Task CheckAsync(List<Buyer> buyers)
    {
        using var client = cluster.Client();
        var paid = 0;
        foreach (var buyer in buyers)
        {
            var books = await Scenario.BooksAsync(client, buyer.Organization);
            var invoices = await InvoicesAsync(client, buyer.Organization);
            var numbers = invoices.Where(invoice => (string?)invoice!["status"] == "PAID").Select(invoice => (string)invoice!["number"]!).ToHashSet();
            Assert.Superset(buyer.Acknowledged, numbers);
            Assert.Equal(invoices.Count, numbers.Count);
            Assert.Equal(5 + invoices.Count - 1, (int)books["subscription"]!["fullTimeSeats"]!);
            paid += numbers.Count;
        }

        var own = buyers.Select(buyer => buyer.Organization).ToHashSet();
        var charges = (await Scenario.ChargesAsync(cluster.Simulator)).Select(charge => charge!["metadata"]!).Where(metadata => own.Contains((string)metadata["organizationId"]!)).ToList();
        Assert.Equal(paid, charges.Count);
        Assert.Equal(paid, charges.Select(metadata => $"{metadata["organizationId"]} {metadata["invoiceNumber"]}").Distinct().Count());
    }

    private static async Task<List<JsonNode>> InvoicesAsync(GraphQLClient client, string organization)
    {
        var invoices = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = (await client.DataAsync(
                "query($organization: ID!, $after: String) { organization(id: $organization) { invoices(first: 100, after: $after) { nodes { number status } pageInfo { hasNextPage endCursor } } } }",
                new { organization, after }))["organization"]!["invoices"]!;
            invoices.AddRange(page["nodes"]!.AsArray()!);
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);
        return invoices;
    }
}
