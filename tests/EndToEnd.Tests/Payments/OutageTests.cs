using System.Diagnostics;
using System.Net.Http.Json;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Payments;

/// <summary>The payment provider is away for longer than the first look-ups take.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task F3_an_unknown_payment_is_settled_ten_seconds_after_the_provider_is_back()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(client);
        var organization = await Scenario.OrganizationAsync(client, account);
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);
        var token = (string)(await Scenario.PreviewAsync(client, organization, 1))["token"]!;

        using var simulator = new HttpClient { BaseAddress = new(billing.SimulatorAddress) };
        (await simulator.PostAsJsonAsync("/_simulator/faults", new { next = 1_000, kind = "http_500" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var answer = await Scenario.BuyAsync(client, organization, 1, token, "in the outage");
        Assert.Equal("PAYMENT_PENDING", (string?)answer["data"]!["purchaseSeats"]!["errors"]![0]!["code"]);
        // The next look-up of the schedule would be more than half a minute away by then.
        await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("OPEN", await StatusAsync());

        (await simulator.DeleteAsync(new Uri("/_simulator/faults", UriKind.Relative), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var since = Stopwatch.GetTimestamp();
        while (await StatusAsync() != "PAID")
        {
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, (await Scenario.ChargesAsync(billing)).Count);

        async Task<string?> StatusAsync() => (string?)(await Scenario.BooksAsync(client, organization))["invoices"]!["nodes"]!.AsArray()
            .First(invoice => (string?)invoice!["kind"] == "SEATS")!["status"];
    }
}
