using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Faults;
using Billing.EndToEnd.Tests.Running;
using Billing.EndToEnd.Tests.Subscriptions;

namespace Billing.EndToEnd.Tests.Cluster;

/// <summary>A cluster becomes the next build, process by process, and goes back half-way. The next build writes renames as a kind of their own (tests/NextBuild).</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private const string Feed = "subscription($after: String) { allAccountStatusChanges(after: $after) { organizationId after cursor } }";
    private const string Name = "query($organization: ID!) { organization(id: $organization) { name } }";
    private const string Events = "query($organization: ID!) { organization(id: $organization) { events(first: 50) { nodes { __typename } } } }";

    private static readonly string NextBuild = Path.Combine(
        Repository.Root, "tests", "NextBuild", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Billing.NextBuild.dll");

    private BillingCluster cluster = null!;
    private ClusterLoad load = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await BillingCluster.StartAsync(withRedis: true);
        load = new(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
    }

    [Fact]
    public async Task F25_D10_an_upgrade_under_load_loses_nothing_and_a_step_back_closes_the_organization_with_the_new_kind_and_no_other()
    {
        var buyers = await load.BuyersAsync();
        await UpgradeSilosAsync(buyers);
        await load.CheckAsync(buyers);

        // One gateway is upgraded, the other is still of this build: it serves what it can read.
        using var older = cluster.Client(0);
        using var feed = await EventSocket.OpenAsync(cluster.Gateways[0].Address, cluster.Token, Feed, new { });
        await ReplaceAsync(cluster.Gateways[1], NextBuild);
        using var newer = cluster.Client(1);
        var renamed = await SignedAsync(older);
        var cursor = await HearAsync(feed, renamed);
        await load.AnswersAsync(renamed, index: 0);
        Assert.Equal("UNAVAILABLE", CodeOf(await older.PostAsync(Events, new { organization = renamed })));
        Assert.Null((await older.PostAsync(Events, new { organization = buyers[0].Organization }))["errors"]);
        Assert.Contains("OrganizationUpdated", (await newer.DataAsync(Events, new { organization = renamed })).ToJsonString(), StringComparison.Ordinal);
        var later = await SignedAsync(older);
        await HearAsync(feed, later);
        using (var resumed = await EventSocket.OpenAsync(cluster.Gateways[0].Address, cluster.Token, Feed, new { after = cursor })) await HearAsync(resumed, later);

        await ReplaceAsync(cluster.Silos[0], program: null);
        await cluster.Silos[1].EndAsync();
        await ClosedAsync(newer, renamed);
        await load.SellAsync(buyers, rounds: 1);
        Assert.Contains($"Organization {renamed} is quarantined", cluster.Silos[0].Output, StringComparison.Ordinal);
        var (status, output, error) = await cluster.RunAsync("verify");
        Assert.True(status == 1, output + error);
        Assert.StartsWith(renamed, Assert.Single(output.Split('\n'), line => line.Contains("is not known here", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("1 finding in", output, StringComparison.Ordinal);

        await cluster.Silos[1].StartAgainAsync();
        await cluster.Silos[0].EndAsync();
        await load.AnswersAsync(renamed, index: 1);
        Assert.StartsWith("Buyer", (string?)(await newer.DataAsync(Name, new { organization = renamed }))["organization"]!["name"], StringComparison.Ordinal);
        await load.SellAsync(buyers, rounds: 1);
        await load.CheckAsync(buyers);
    }

    /// <summary>Both in turn, while everybody buys.</summary>
    private async Task UpgradeSilosAsync(List<Buyer> buyers)
    {
        using var stop = new CancellationTokenSource();
        var buying = load.BuyUntilAsync(buyers, stop.Token);
        foreach (var silo in cluster.Silos) await ReplaceAsync(silo, NextBuild);
        await stop.CancelAsync();
        await buying;
        await load.SellAsync(buyers, rounds: 1);
    }

    /// <param name="program">Null: this build's.</param>
    private static async Task ReplaceAsync(BillingProcess process, string? program)
    {
        await process.EndAsync();
        process.Surroundings = process.Surroundings with { Program = program };
        await process.StartAgainAsync();
    }

    private static async Task<string> SignedAsync(GraphQLClient client)
    {
        var organization = await Scenario.OrganizationAsync(client, await Scenario.AccountAsync(client));
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        Assert.Equal("PAID", (string?)(await Scenario.SignAsync(client, organization))["invoice"]!["status"]);
        return organization;
    }

    /// <summary>The next that it hears is that this one has become active.</summary>
    private static async Task<string> HearAsync(EventSocket feed, string organization)
    {
        var heard = await feed.NextAsync() ?? throw new InvalidOperationException("The connection is gone.");
        Assert.Equal((organization, "ACTIVE"), ((string?)heard["organizationId"], (string?)heard["after"]));
        return (string)heard["cursor"]!;
    }

    /// <summary>Once it has gone to the silo that is left.</summary>
    private static async Task ClosedAsync(GraphQLClient client, string organization)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonObject answer;
        do
        {
            answer = await client.PostAsync(Name, new { organization });
            Assert.False(limit.IsCancellationRequested, "It is never closed: " + answer.ToJsonString());
        }
        while (!answer.ToJsonString().Contains("history cannot be read", StringComparison.Ordinal));
        Assert.Equal("UNAVAILABLE", CodeOf(answer));
    }

    private static string? CodeOf(JsonObject answer) => (string?)answer["errors"]?[0]!["extensions"]!["code"];
}
