using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.SetupIntents;

public sealed class SetupIntentTests
{
    [Fact]
    public async Task Confirming_attaches_the_card()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, intent) = await NewAsync(stripe);

        var done = (await ConfirmAsync(stripe, intent, "pm_card_visa")).Expect(200);

        Assert.Equal("succeeded", done.Text("status"));
        Assert.Equal(customer, (await stripe.GetAsync($"/v1/payment_methods/{done.Text("payment_method")}")).Text("customer"));
        (await ConfirmAsync(stripe, intent, "pm_card_visa")).Expect(400);
    }

    [Fact]
    public async Task A_declined_card_leaves_it_open()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, intent) = await NewAsync(stripe);

        var declined = (await ConfirmAsync(stripe, intent, "pm_card_visa_chargeDeclined")).Expect(402);

        Assert.Equal("requires_payment_method", declined.Text("error.setup_intent.status"));
        Assert.Equal("generic_decline", (await stripe.GetAsync($"/v1/setup_intents/{intent}")).Text("last_setup_error.decline_code"));
    }

    [Theory]
    [InlineData("true", "succeeded")]
    [InlineData("false", "requires_payment_method")]
    public async Task The_cardholder_is_asked(string succeed, string status)
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, intent) = await NewAsync(stripe);
        Assert.Equal("requires_action", (await ConfirmAsync(stripe, intent, "pm_card_authenticationRequired")).Text("status"));

        var answer = await stripe.PlayAsync($"/_simulator/setup_intents/{intent}/authenticate", $$"""{"succeed":{{succeed}}}""");

        Assert.Equal(status, answer.Expect(200).Text("status"));
    }

    private static async Task<(string Customer, string Intent)> NewAsync(Simulator stripe)
    {
        var customer = await stripe.NewCustomerAsync();
        var form = new Dictionary<string, string> { ["customer"] = customer, ["usage"] = "off_session" };
        var created = (await stripe.PostAsync("/v1/setup_intents", form)).Expect(200);
        Assert.StartsWith(created.Text("id") + "_secret_", created.Text("client_secret"), StringComparison.Ordinal);
        return (customer, created.Text("id"));
    }

    private static Task<Reply> ConfirmAsync(Simulator stripe, string intent, string method) =>
        stripe.PostAsync($"/v1/setup_intents/{intent}/confirm", new Dictionary<string, string> { ["payment_method"] = method });
}
