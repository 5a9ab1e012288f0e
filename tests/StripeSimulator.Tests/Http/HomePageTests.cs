namespace Billing.StripeSimulator.Tests.Http;

public sealed class HomePageTests
{
    [Fact]
    public async Task The_page_lists_who_waits_and_its_buttons_work()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_authenticationRequired");
        var asking = await stripe.ConfirmAsync(intent);

        var page = await stripe.GetAsync(asking.Text("next_action.use_stripe_sdk.stripe_js"));
        Assert.Contains($"/_simulator/payment_intents/{intent}/authenticate", page.Expect(200).Body, StringComparison.Ordinal);
        Assert.Contains("pm_card_chargeCustomerFail", page.Body, StringComparison.Ordinal);
        var after = await stripe.PostAsync($"/_simulator/payment_intents/{intent}/authenticate", new Dictionary<string, string> { ["succeed"] = "true" });

        Assert.Contains("INV-1", after.Expect(200).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }

    [Fact]
    public async Task What_callers_write_is_escaped()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var form = Simulator.IntentForm(customer, method);
        form["metadata[invoiceNumber]"] = "<script>";
        form["confirm"] = "true";
        (await stripe.PostAsync("/v1/payment_intents", form)).Expect(200);

        Assert.DoesNotContain("<script>", (await stripe.GetAsync("/")).Body, StringComparison.Ordinal);
    }
}
