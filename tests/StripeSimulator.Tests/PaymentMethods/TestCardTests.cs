using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.PaymentMethods;

public sealed class TestCardTests
{
    [Theory]
    [InlineData("pm_card_visa", "visa", "4242")]
    [InlineData("pm_card_mastercard", "mastercard", "4444")]
    [InlineData("pm_card_amex", "amex", "8431")]
    [InlineData("pm_card_discover", "discover", "9424")]
    public async Task A_good_card_attaches_under_a_new_id_and_pays(string card, string brand, string last4)
    {
        await using var stripe = await Simulator.StartAsync();
        var customer = await stripe.NewCustomerAsync();
        var attached = (await stripe.PostAsync($"/v1/payment_methods/{card}/attach", Of("customer", customer))).Expect(200);

        Assert.NotEqual(card, attached.Text("id"));
        Assert.StartsWith("pm_", attached.Text("id"), StringComparison.Ordinal);
        Assert.Equal(customer, attached.Text("customer"));
        Assert.Equal((brand, last4, 12, 2029), (attached.Text("card.brand"), attached.Text("card.last4"),
            attached["card.exp_month"].GetInt32(), attached["card.exp_year"].GetInt32()));

        var intent = await stripe.NewIntentAsync(customer, attached.Text("id"));
        Assert.Equal("succeeded", (await stripe.ConfirmAsync(intent, offSession: true)).Text("status"));
    }

    [Theory]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", null)]
    [InlineData("pm_card_chargeDeclinedProcessingError", "processing_error", null)]
    public async Task A_declined_card_cannot_be_attached(string card, string code, string? declineCode)
    {
        await using var stripe = await Simulator.StartAsync();
        var customer = await stripe.NewCustomerAsync();

        var refused = (await stripe.PostAsync($"/v1/payment_methods/{card}/attach", Of("customer", customer))).Expect(402);

        Assert.Equal(("card_error", code), (refused.Text("error.type"), refused.Text("error.code")));
        Assert.Equal(declineCode, refused["error"].TryGetProperty("decline_code", out var found) ? found.GetString() : null);
        Assert.Equal(0, (await stripe.GetAsync($"/v1/customers/{customer}/payment_methods"))["data"].GetArrayLength());
    }

    [Theory]
    [InlineData("pm_card_chargeCustomerFail", "generic_decline")]
    [InlineData("pm_card_chargeCustomerFailStolen", "stolen_card")]
    [InlineData("pm_card_chargeCustomerFailInsufficientFunds", "insufficient_funds")]
    public async Task A_failing_card_attaches_and_declines_charges(string card, string declineCode)
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, method, intent) = await stripe.NewIntentAsync(card);

        var declined = (await stripe.ConfirmAsync(intent, offSession: true)).Expect(402);

        Assert.Equal(("card_error", "card_declined", declineCode),
            (declined.Text("error.type"), declined.Text("error.code"), declined.Text("error.decline_code")));
        Assert.Equal("requires_payment_method", declined.Text("error.payment_intent.status"));
        Assert.Equal(declined.Text("error.charge"), declined.Text("error.payment_intent.latest_charge"));
        Assert.Equal(declineCode, declined.Text("error.payment_intent.last_payment_error.decline_code"));
        Assert.Equal(method, declined.Text("error.payment_intent.last_payment_error.payment_method.id"));
        Assert.Equal(0, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Three_d_secure_is_a_decline_without_the_customer()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_authenticationRequired");

        var declined = (await stripe.ConfirmAsync(intent, offSession: true)).Expect(402);

        Assert.Equal(("authentication_required", "authentication_required"), (declined.Text("error.code"), declined.Text("error.decline_code")));
    }

    [Fact]
    public async Task Attaching_again_is_fine_for_the_owner_only()
    {
        await using var stripe = await Simulator.StartAsync();
        var owner = await stripe.NewCustomerAsync();
        var method = await stripe.AttachAsync(owner, "pm_card_visa");

        Assert.Equal(method, await stripe.AttachAsync(owner, method));
        var other = await stripe.NewCustomerAsync();
        (await stripe.PostAsync($"/v1/payment_methods/{method}/attach", Of("customer", other))).Expect(400);
    }

    [Fact]
    public async Task A_detached_card_is_gone_for_good()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, intent) = await stripe.NewIntentAsync();

        (await stripe.PostAsync($"/v1/payment_methods/{method}/detach")).Expect(200);

        Assert.Equal(0, (await stripe.GetAsync($"/v1/payment_methods?customer={customer}&type=card"))["data"].GetArrayLength());
        (await stripe.PostAsync($"/v1/payment_methods/{method}/attach", Of("customer", customer))).Expect(400);
        (await stripe.ConfirmAsync(intent)).Expect(400);
    }

    private static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };
}
