using Billing.EndToEnd.Tests.Running;
using Billing.Grains.Tests.Journal.PostgreSql;
using Microsoft.Data.Sqlite;

namespace Billing.EndToEnd.Tests.Faults;

/// <summary>The wall clock of the started program is moved. The provider is elsewhere, and has the right time.</summary>
public sealed class MovedClockTests : IAsyncLifetime
{
    private const string WebhookSecret = "whsec_of_this_test";
    private const string Rename = "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { organization { name } errors { code message } } }";
    private const string NewAccount = "mutation { createAccount(input: { name: \"Of another day\" }) { account { id } errors { code message } } }";
    private const string NewOrganization =
        """
        mutation($account: ID!) {
          createOrganization(input: { accountId: $account, name: "Of another day", owner: { name: "O", email: "o@acme.example" } }) { organization { id } errors { code message } }
        }
        """;

    private readonly WallClock clock = WallClock.Right();
    private BillingProcess simulator = null!;

    public async ValueTask InitializeAsync() =>
        simulator = await BillingProcess.StartAsync(BillingProcess.Part.Simulator, "simulator", "--Stripe:WebhookSecret=" + WebhookSecret);

    public async ValueTask DisposeAsync()
    {
        if (simulator is not null) await simulator.DisposeAsync();
        clock.Dispose();
    }

    [Fact]
    public async Task F18_D6_a_year_ahead_and_an_hour_back_charge_nobody_and_once_the_clock_is_right_nothing_has_happened_twice_or_in_another_order()
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        await using var billing = await StartAsync();
        using var client = await ClientAsync(billing);
        var (account, organization) = await SignedAsync(client);

        clock.Move(TimeSpan.FromDays(365));
        await NothingIsDecidedAsync(billing, client, account, organization, "it has jumped");
        clock.Move(TimeSpan.FromHours(-1));
        await NothingIsDecidedAsync(billing, client, account, organization, "it has jumped");

        clock.Move(TimeSpan.Zero);
        Assert.Null(await Readiness.ProblemAsync(billing));
        await BuyAsync(client, organization);
        Assert.Single((await client.DataAsync("query($account: ID!) { account(id: $account) { organizations { id } } }", new { account }))["account"]!["organizations"]!.AsArray());
        await billing.EndAsync();
        InOrder(billing.DataDirectory, startedAt, TimeProvider.System.GetUtcNow());
        var (status, output, error) = await BillingProcess.RunAsync(billing.DataDirectory, "Development", ["verify", .. Settings()]);
        Assert.True(status == 0, output + error);
    }

    [Fact]
    public async Task F18_D6_a_process_that_starts_a_year_ahead_of_its_database_charges_nobody_and_is_ready_once_the_clock_is_right()
    {
        await using var database = await PostgreSqlServer.StartedAsync();
        await using var billing = await StartAsync("--Billing:Database=PostgreSql", "--ConnectionStrings:Billing=" + database.ConnectionString);
        using var client = await ClientAsync(billing);
        var (account, organization) = await SignedAsync(client);

        await billing.EndAsync();
        clock.Move(TimeSpan.FromDays(365));
        await billing.StartAgainAsync();        // its first sweep finds twelve renewals due
        using var again = await ClientAsync(billing);
        await NothingIsDecidedAsync(billing, again, account, organization, "differs from the database's");

        clock.Move(TimeSpan.Zero);
        Assert.Null(await Readiness.ProblemAsync(billing));
        await BuyAsync(again, organization);
    }

    private Task<BillingProcess> StartAsync(params string[] settings) =>
        BillingProcess.StartAsync(BillingProcess.Part.Gateway, clock.Surroundings(Surroundings.OfItsOwn().DataDirectory), [.. Settings(), .. settings]);

    private string[] Settings() => ["--Stripe:ApiKey=sk_test_simulator", "--Stripe:ApiBase=" + simulator.SimulatorAddress, "--Stripe:WebhookSecret=" + WebhookSecret];

    /// <summary>With a token that is good for years, whatever the clock says.</summary>
    private static async Task<GraphQLClient> ClientAsync(BillingProcess billing)
    {
        var (_, token, _) = await BillingProcess.RunAsync(billing.DataDirectory, "Development", "token", "--role", "STAFF", "--subject", "ann", "--hours", "30000");
        return new(billing.Address, token.Trim());
    }

    private static async Task<(string Account, string Organization)> SignedAsync(GraphQLClient client)
    {
        var account = await Scenario.AccountAsync(client);
        var organization = await Scenario.OrganizationAsync(client, account);
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        Assert.Equal("PAID", (string?)(await Scenario.SignAsync(client, organization))["invoice"]!["status"]);
        return (account, organization);
    }

    /// <summary>A read wakes whatever is due, and an order does that before anything else: neither may.</summary>
    private async Task NothingIsDecidedAsync(BillingProcess billing, GraphQLClient client, string account, string organization, string problem)
    {
        var complaint = await Readiness.ProblemAsync(billing);
        Assert.Contains("\"clock\"", complaint, StringComparison.Ordinal);
        Assert.Contains(problem, System.Text.RegularExpressions.Regex.Unescape(complaint!), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await Scenario.BooksAsync(client, organization))["invoices"]!["totalCount"]!);
        await RefusedAsync(client, Rename, new { organization, name = "Of another day" });
        await RefusedAsync(client, NewOrganization, new { account });
        await RefusedAsync(client, NewAccount);
        Assert.Equal(1, (int)(await Scenario.BooksAsync(client, organization))["invoices"]!["totalCount"]!);
        Assert.Single(await Scenario.ChargesAsync(simulator));
    }

    private static async Task RefusedAsync(GraphQLClient client, string document, object? variables = null)
    {
        var answer = await client.PostAsync(document, variables);
        Assert.True((string?)answer["errors"]?[0]!["extensions"]!["code"] == "UNAVAILABLE", answer.ToJsonString());
    }

    /// <summary>It is of today: the renewal has not come, what is bought is charged once, and whoever is new is served, too.</summary>
    private async Task BuyAsync(GraphQLClient client, string organization)
    {
        var token = (string)(await Scenario.PreviewAsync(client, organization, 1))["token"]!;
        var bought = await Scenario.BuyAsync(client, organization, 1, token, "today");
        Assert.Equal("PAID", (string?)bought["data"]!["purchaseSeats"]!["invoice"]!["status"]);
        Assert.Equal(2, (int)(await Scenario.BooksAsync(client, organization))["invoices"]!["totalCount"]!);
        await SignedAsync(client);
        Assert.Equal(3, (await Scenario.ChargesAsync(simulator)).Count);
    }

    /// <summary>Events that nobody is told of, too.</summary>
    private static void InOrder(string dataDirectory, DateTimeOffset from, DateTimeOffset to)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "billing.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = new SqliteCommand("SELECT stream, at FROM event ORDER BY stream, sequence", connection);
        using var reader = command.ExecuteReader();
        var events = new List<(string Stream, DateTimeOffset At)>();
        while (reader.Read()) events.Add((reader.GetString(0), DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(1))));
        Assert.Equal(events.OrderBy(one => one.Stream, StringComparer.Ordinal).ThenBy(one => one.At), events);
        Assert.All(events, one => Assert.InRange(one.At, from, to));
    }
}
