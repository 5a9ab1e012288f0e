using System.Net.Http.Json;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Payments;

public sealed class CardholderTests
{
    [Fact]
    public async Task A04_seats_are_granted_only_once_the_cardholder_has_confirmed()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var organization = await OpenAsync(client);
        var token = (string)(await Scenario.PreviewAsync(client, organization, 3))["token"]!;
        var bought = (await Scenario.BuyAsync(client, organization, 3, token, "k1"))["data"]!["purchaseSeats"]!;
        Assert.Equal("PAYMENT_ACTION_REQUIRED", (string?)bought["errors"]![0]!["code"]);
        Assert.NotNull(bought["invoice"]!["paymentAction"]!["clientSecret"]);
        Assert.Equal(5, (int)(await Scenario.BooksAsync(client, organization))["subscription"]!["fullTimeSeats"]!);

        await AuthenticateAsync(billing, (string)bought["invoice"]!["paymentAction"]!["clientSecret"]!, succeed: true);
        var confirmed = await ConfirmAsync(client, organization, (string)bought["invoice"]!["number"]!);

        Assert.Empty(confirmed["errors"]!.AsArray());
        Assert.Equal("PAID", (string?)confirmed["invoice"]!["status"]);
        Assert.Equal(8, (int)(await Scenario.BooksAsync(client, organization))["subscription"]!["fullTimeSeats"]!);
        Assert.Equal(2, (await Scenario.ChargesAsync(billing)).Count);
    }

    [Fact]
    public async Task A04_a_cardholder_who_refuses_gets_nothing_and_pays_nothing()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var organization = await OpenAsync(client);
        var token = (string)(await Scenario.PreviewAsync(client, organization, 3))["token"]!;
        var bought = (await Scenario.BuyAsync(client, organization, 3, token, "k1"))["data"]!["purchaseSeats"]!;
        await AuthenticateAsync(billing, (string)bought["invoice"]!["paymentAction"]!["clientSecret"]!, succeed: false);

        var confirmed = await ConfirmAsync(client, organization, (string)bought["invoice"]!["number"]!);

        Assert.Equal("PAYMENT_DECLINED", (string?)confirmed["errors"]![0]!["code"]);
        var books = await Scenario.BooksAsync(client, organization);
        Assert.Equal("VOID", (string?)books["invoices"]!["nodes"]![0]!["status"]);
        Assert.Equal(5, (int)books["subscription"]!["fullTimeSeats"]!);
        Assert.Single(await Scenario.ChargesAsync(billing));
    }

    /// <summary>Signed with a card that pays, then a card that wants its holder.</summary>
    private static async Task<string> OpenAsync(GraphQLClient client)
    {
        var organization = await Scenario.OrganizationAsync(client, await Scenario.AccountAsync(client, "2025-03-01T00:00:00Z"));
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);
        await Scenario.CardAsync(client, organization, "pm_card_authenticationRequired");
        return organization;
    }

    private static async Task AuthenticateAsync(BillingProcess billing, string clientSecret, bool succeed)
    {
        using var simulator = new HttpClient();
        var intent = clientSecret[..clientSecret.IndexOf("_secret", StringComparison.Ordinal)];
        var answer = await simulator.PostAsJsonAsync($"{billing.SimulatorAddress}/_simulator/payment_intents/{intent}/authenticate", new { succeed });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> ConfirmAsync(GraphQLClient client, string organization, string invoice) => (await client.DataAsync(
        """
        mutation($organization: ID!, $invoice: String!) {
          confirmPayment(input: { organizationId: $organization, invoiceNumber: $invoice }) { invoice { number status } errors { code message } }
        }
        """, new { organization, invoice }))["confirmPayment"]!.AsObject();
}
