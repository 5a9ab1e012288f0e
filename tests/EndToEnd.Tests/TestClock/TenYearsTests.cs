using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.TestClock;

public sealed class TenYearsTests
{
    [Fact]
    public async Task P16_ten_years_of_a_monthly_organization_happen_in_one_call()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(client, "2020-01-31T12:00:00Z");
        var organization = await Scenario.OrganizationAsync(client, account);
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);

        var advanced = await Scenario.AdvanceAsync(client, account, "2030-01-31T00:00:00Z");

        Assert.Empty(advanced["errors"]!.AsArray());
        Assert.Equal("2030-01-31T00:00:00Z", (string?)advanced["account"]!["testClock"]);
        var instants = advanced["events"]!.AsArray().Select(node => (string)node!["at"]!).ToList();
        Assert.Equal(instants.Order(StringComparer.Ordinal), instants);
        var books = await Scenario.BooksAsync(client, organization);
        Assert.Equal("ACTIVE", (string?)books["status"]!["state"]);
        Assert.Equal("2030-01-31T00:00:00Z", (string?)books["subscription"]!["currentPeriod"]!["start"]);
        Assert.Equal(121, (int?)books["invoices"]!["totalCount"]);
        Assert.Equal(121, (await Scenario.ChargesAsync(billing)).Count);
    }

    [Fact]
    public async Task A61_an_unknown_payment_stops_the_clock_and_repeating_goes_on()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        using var simulator = new HttpClient();
        var account = await Scenario.AccountAsync(client, "2025-03-01T00:00:00Z");
        var organization = await Scenario.OrganizationAsync(client, account);
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);
        await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            simulator, billing.SimulatorAddress + "/_simulator/faults", new { next = 1, kind = "timeout_after_effect", path = "/v1/payment_intents/*/confirm" });

        var stopped = await Scenario.AdvanceAsync(client, account, "2025-06-15T00:00:00Z");
        Assert.Equal("PAYMENT_PENDING", (string?)stopped["errors"]![0]!["code"]);

        for (var tries = 0; tries < 100 && stopped["errors"]!.AsArray().Count > 0; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            stopped = await Scenario.AdvanceAsync(client, account, "2025-06-15T00:00:00Z");
        }

        Assert.Empty(stopped["errors"]!.AsArray());
        Assert.Equal(4, (await Scenario.ChargesAsync(billing)).Count);
        Assert.Equal("ACTIVE", (string?)(await Scenario.BooksAsync(client, organization))["status"]!["state"]);
    }
}
