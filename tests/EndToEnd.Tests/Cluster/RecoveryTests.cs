using System.Diagnostics;
using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Faults;
using Billing.EndToEnd.Tests.Running;
using Billing.EndToEnd.Tests.Subscriptions;

namespace Billing.EndToEnd.Tests.Cluster;

/// <summary>Two silos and two gateways as processes, and what must hold when parts of them go. Each test leaves the cluster whole for the next.</summary>
public sealed class RecoveryTests(RecoveryTests.SharedCluster shared) : IClassFixture<RecoveryTests.SharedCluster>
{
    private const string Everything = "subscription($organization: ID!, $after: String) { organizationEvents(organizationId: $organization, after: $after) { __typename sequence cursor } }";

    private static readonly TimeSpan OneKilled = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AllKilled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OneStopped = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan DatabaseBack = TimeSpan.FromSeconds(5);

    private readonly BillingCluster cluster = shared.Cluster;
    private readonly ClusterLoad load = new(shared.Cluster);

    [Fact]
    public async Task F16_organizations_of_a_killed_silo_answer_within_fifteen_seconds_and_all_of_them_within_thirty_of_a_start_from_nothing()
    {
        var buyers = await load.BuyersAsync();
        await load.SellAsync(buyers, rounds: 2);

        await cluster.Silos[0].KillAsync();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(buyers.Select((buyer, index) => load.AnswersAsync(buyer.Organization, index)));
        Report("one silo killed", since, OneKilled);
        await load.SellAsync(buyers, rounds: 1);

        foreach (var process in cluster.Silos.Skip(1).Concat(cluster.Gateways)) await process.KillAsync();
        since = Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.Silos.Concat(cluster.Gateways).Select(process => process.StartAgainAsync()));
        foreach (var process in cluster.Silos.Concat(cluster.Gateways)) await ReadyAsync(process);
        Report("everything killed", since, AllKilled);
        await load.SellAsync(buyers, rounds: 1);
        await load.CheckAsync(buyers);
    }

    [Fact]
    public async Task F15_without_its_database_commands_are_refused_in_seconds_reads_go_on_and_five_seconds_after_it_is_back_all_is_well()
    {
        var buyers = await load.BuyersAsync();
        await load.SellAsync(buyers, rounds: 1);
        using var client = cluster.Client();
        foreach (var buyer in buyers) await QuietAsync(client, buyer.Organization);

        await cluster.Database.KillAsync();
        foreach (var buyer in buyers.Take(3))
        {
            var asked = Stopwatch.GetTimestamp();
            var refused = await client.PostAsync(ClusterLoad.Rename, new { organization = buyer.Organization, name = "Nobody hears this" });
            Assert.Equal("UNAVAILABLE", (string?)refused["errors"]![0]!["extensions"]!["code"]);
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        }

        // An activation ends with its append, and cannot read the journal now; the others answer.
        foreach (var buyer in buyers.Skip(3)) Assert.StartsWith("Buyer", (string?)(await client.DataAsync(Name, new { organization = buyer.Organization }))["organization"]!["name"]);
        using (var http = new HttpClient())
            Assert.Equal(503, (int)(await http.GetAsync(new Uri(cluster.Gateways[0].Address + "/health/ready"), TestContext.Current.CancellationToken)).StatusCode);

        await cluster.Database.StartAsync();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(buyers.Select((buyer, _) => load.AnswersAsync(buyer.Organization, 0)));
        Report("the database was back", since, DatabaseBack);
        foreach (var process in cluster.Silos.Concat(cluster.Gateways)) await ReadyAsync(process);
        await load.SellAsync(buyers, rounds: 1);
        await load.CheckAsync(buyers);
    }

    [Fact]
    public async Task F11_a_silo_that_was_stopped_for_a_while_comes_back_to_one_history_that_others_went_on_with()
    {
        var buyers = await load.BuyersAsync();
        await load.SellAsync(buyers, rounds: 1);

        cluster.Silos[0].Pause();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(buyers.Select((buyer, index) => load.AnswersAsync(buyer.Organization, index)));
        Report("one silo stopped", since, OneStopped);
        await load.SellAsync(buyers, rounds: 1);
        cluster.Silos[0].GoOn();
        await load.SellAsync(buyers, rounds: 2);

        // It has been voted out, learns of it, and ends: its supervisor starts it again.
        await Patience.UntilAsync(() => cluster.Silos[0].HasEnded);
        await cluster.Silos[0].StartAgainAsync();
        await load.SellAsync(buyers, rounds: 1);
        await load.CheckAsync(buyers);
    }

    [Fact]
    public async Task F12_F27_the_same_orders_from_two_gateways_at_once_have_one_effect_and_equal_answers()
    {
        using GraphQLClient one = cluster.Client(0), two = cluster.Client(1);
        GraphQLClient[] clients = [one, two];
        var accounts = new HashSet<string>();
        var organizations = new List<string>();
        for (var round = 0; round < 10; round++)
        {
            var made = await BothAsync("mutation($key: String!) { createAccount(input: { name: \"Raced\", idempotencyKey: $key }) { account { id } errors { code message } } }", new { key = $"account-{round}" });
            var account = Same(made, "account");
            accounts.Add(account);
            var founded = await BothAsync(
                """
                mutation($account: ID!, $key: String!) {
                  createOrganization(input: { accountId: $account, name: "Raced", owner: { name: "O", email: "o@raced.example" }, idempotencyKey: $key }) {
                    organization { id } errors { code message }
                  }
                }
                """, new { account, key = "organization" });
            organizations.Add(Same(founded, "organization"));
        }

        Assert.Equal(10, accounts.Count);
        Assert.Equal(10, organizations.Distinct().Count());
        foreach (var account in accounts)
            Assert.Single((await one.DataAsync("query($account: ID!) { account(id: $account) { organizations { id } } }", new { account }))["account"]!["organizations"]!.AsArray());

        async Task<JsonObject[]> BothAsync(string document, object variables)
        {
            while (true)
            {
                var answers = await Task.WhenAll(clients.Select(client => client.PostAsync(document, variables)));
                // Whose activation lost is told to ask again, with the same key.
                if (answers.All(answer => answer["errors"] is null)) return answers;
                Assert.All(answers.Where(answer => answer["errors"] is not null), answer => Assert.Contains("UNAVAILABLE", answer.ToJsonString(), StringComparison.Ordinal));
            }
        }

        static string Same(JsonObject[] answers, string field)
        {
            var ids = answers.Select(answer => (string)answer["data"]!.AsObject().First().Value![field]!["id"]!).Distinct();
            return Assert.Single(ids);
        }
    }

    [Fact]
    public async Task F17_a_subscriber_of_one_gateway_hears_what_another_brings_about_though_Redis_is_flushed_and_killed()
    {
        using var client = cluster.Client(0);
        var organization = await ReplayTests.OrganizationAsync(client);
        using var socket = await EventSocket.OpenAsync(
            cluster.Gateways[1].Address, cluster.Token, Everything, new { organization, after = await ReplayTests.StartAsync(client, organization) });
        var heard = new List<long>();

        await HearAsync("there");
        await cluster.Redis.KillAsync();
        await HearAsync("killed");
        await cluster.Redis.StartAsync();       // empty: as flushed
        await HearAsync("there again");
        Assert.Equal(Enumerable.Range(0, 9).Select(index => heard[0] + index), heard);

        async Task HearAsync(string name)
        {
            for (var change = 0; change < 3; change++)
            {
                await ReplayTests.RenameAsync(client, organization, $"{name} {change}");
                heard.Add((long)(await socket.NextAsync() ?? throw new InvalidOperationException("The connection is gone."))["sequence"]!);
            }
        }
    }

    /// <summary>Purchases under way all the while; in the end the books, the provider's account and verify agree. More rounds of it with BILLING_FAULT_ROUNDS.</summary>
    [Fact]
    public async Task F1_F14_F17_F30_under_load_whatever_is_killed_stopped_or_replaced_loses_nothing_and_charges_nobody_twice()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("BILLING_FAULT_ROUNDS"), out var asked) ? asked : 1;
        var buyers = await load.BuyersAsync();
        using var stop = new CancellationTokenSource();
        var buying = load.BuyUntilAsync(buyers, stop.Token);
        for (var round = 0; round < rounds; round++)
        {
            var silo = cluster.Silos[round % cluster.Silos.Count];
            await silo.KillAsync();
            await silo.StartAgainAsync();
            await cluster.Database.KillAsync();
            await cluster.Database.StartAsync();
            await cluster.Redis.KillAsync();
            await cluster.Redis.StartAsync();
            // As an upgrade does it: each in turn is asked to go, drains, and its successor joins.
            foreach (var replaced in cluster.Silos)
            {
                await replaced.EndAsync();
                await replaced.StartAgainAsync();
            }
        }

        await stop.CancelAsync();
        await buying;
        await load.SellAsync(buyers, rounds: 1);
        await load.CheckAsync(buyers);
        foreach (var process in cluster.Silos.Concat(cluster.Gateways)) await ReadyAsync(process);
        var (status, output, error) = await cluster.RunAsync("verify");
        Assert.True(status == 0, output + error);
    }

    private const string Name = "query($organization: ID!) { organization(id: $organization) { name } }";

    private static void Report(string what, long since, TimeSpan most)
    {
        var took = Stopwatch.GetElapsedTime(since);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {took.TotalSeconds:0.0} s");
        Assert.InRange(took, TimeSpan.Zero, most);
    }

    /// <summary>Its mail is out: nothing more is about to be written by itself.</summary>
    private static async Task QuietAsync(GraphQLClient client, string organization)
    {
        const string Outbox = "query($organization: ID!) { organization(id: $organization) { mail(first: 50) { nodes { status } } } }";
        for (var tries = 0; (await client.DataAsync(Outbox, new { organization }))["organization"]!["mail"]!["nodes"]!.AsArray().Any(mail => (string?)mail!["status"] == "QUEUED"); tries++)
        {
            Assert.True(tries < 100, "Its mail never goes out.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReadyAsync(BillingProcess process)
    {
        for (var tries = 0; await Readiness.ProblemAsync(process) is { } problem; tries++)
        {
            Assert.True(tries < 300, "It is never ready: " + problem);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public sealed class SharedCluster : IAsyncLifetime
    {
        public BillingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await BillingCluster.StartAsync(withRedis: true);

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
