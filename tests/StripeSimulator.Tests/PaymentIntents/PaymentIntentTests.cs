using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.PaymentIntents;

public sealed class PaymentIntentTests
{
    [Fact]
    public async Task Confirming_takes_the_money_once()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, intent) = await stripe.NewIntentAsync();
        var created = await stripe.GetAsync($"/v1/payment_intents/{intent}");
        Assert.Equal(("requires_confirmation", 0L), (created.Text("status"), created["amount_received"].GetInt64()));
        Assert.StartsWith(intent + "_secret_", created.Text("client_secret"), StringComparison.Ordinal);

        var paid = (await stripe.ConfirmAsync(intent, key: "v1:confirm:1")).Expect(200);
        var again = (await stripe.ConfirmAsync(intent, key: "v1:confirm:2")).Expect(400);

        Assert.Equal(("succeeded", 1000L, method), (paid.Text("status"), paid["amount_received"].GetInt64(), paid.Text("payment_method")));
        Assert.Equal("payment_intent_unexpected_state", again.Text("error.code"));
        Assert.Equal("succeeded", again.Text("error.payment_intent.status"));
        var charge = Assert.Single((await stripe.GetAsync("/_simulator/charges")).Json.EnumerateArray());
        Assert.Equal(paid.Text("latest_charge"), charge.GetProperty("id").GetString());
        Assert.Equal("v1:confirm:1", charge.GetProperty("idempotencyKey").GetString());
        Assert.Equal((customer, 1000L, "usd", 0L), (charge.GetProperty("customer").GetString(), charge.GetProperty("amount").GetInt64(),
            charge.GetProperty("currency").GetString(), charge.GetProperty("amountRefunded").GetInt64()));
        Assert.Equal(stripe.Now, charge.GetProperty("created").GetInt64());
        Assert.Equal(("org_1", "INV-1"), (charge.GetProperty("metadata").GetProperty("organizationId").GetString(),
            charge.GetProperty("metadata").GetProperty("invoiceNumber").GetString()));
    }

    [Fact]
    public async Task A_declined_intent_is_paid_by_the_next_card()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, failing, intent) = await stripe.NewIntentAsync("pm_card_chargeCustomerFail");
        var first = (await stripe.ConfirmAsync(intent)).Expect(402).Text("error.charge");
        var missing = (await stripe.ConfirmAsync(intent)).Expect(400);
        var second = (await stripe.ConfirmAsync(intent, failing)).Expect(402).Text("error.charge");
        var good = await stripe.AttachAsync(customer, "pm_card_mastercard");

        var paid = (await stripe.ConfirmAsync(intent, good)).Expect(200);

        Assert.Equal("payment_intent_unexpected_state", missing.Text("error.code"));
        Assert.Equal(3, new HashSet<string> { first, second, paid.Text("latest_charge") }.Count);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, paid["last_payment_error"].ValueKind);
        Assert.Single((await stripe.GetAsync("/_simulator/charges")).Json.EnumerateArray());
        Assert.Equal(3, (await stripe.GetAsync($"/v1/charges?payment_intent={intent}"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task The_cardholder_approves()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_authenticationRequired");

        var asking = (await stripe.ConfirmAsync(intent, key: "k1")).Expect(200);
        Assert.Equal(("requires_action", "use_stripe_sdk"), (asking.Text("status"), asking.Text("next_action.type")));
        Assert.Equal(0, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());

        var paid = (await stripe.PlayAsync($"/_simulator/payment_intents/{intent}/authenticate", """{"succeed":true}""")).Expect(200);

        Assert.Equal("succeeded", paid.Text("status"));
        Assert.Equal("k1", (await stripe.GetAsync("/_simulator/charges")).Json[0].GetProperty("idempotencyKey").GetString());
        (await stripe.PlayAsync($"/_simulator/payment_intents/{intent}/authenticate", """{"succeed":true}""")).Expect(400);
    }

    [Fact]
    public async Task The_cardholder_fails()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_authenticationRequired");
        await stripe.ConfirmAsync(intent);

        var failed = (await stripe.PlayAsync($"/_simulator/payment_intents/{intent}/authenticate", """{"succeed":false}""")).Expect(200);

        Assert.Equal("requires_payment_method", failed.Text("status"));
        Assert.Equal("payment_intent_authentication_failure", failed.Text("last_payment_error.code"));
    }

    [Theory]
    [InlineData("true", "succeeded", 1)]
    [InlineData("false", "requires_payment_method", 0)]
    public async Task A_processing_charge_is_settled_later(string succeed, string status, int charges)
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_chargeProcessing");

        Assert.Equal("processing", (await stripe.ConfirmAsync(intent)).Text("status"));
        (await stripe.ConfirmAsync(intent)).Expect(400);
        (await stripe.PostAsync($"/v1/payment_intents/{intent}/cancel")).Expect(400);
        Assert.Equal(0, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
        var settled = (await stripe.PlayAsync($"/_simulator/payment_intents/{intent}/settle", $$"""{"succeed":{{succeed}}}""")).Expect(200);

        Assert.Equal(status, settled.Text("status"));
        Assert.Equal(charges, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_canceled_intent_stays_canceled_and_a_paid_one_paid()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, intent) = await stripe.NewIntentAsync();
        Assert.Equal("canceled", (await stripe.PostAsync($"/v1/payment_intents/{intent}/cancel")).Expect(200).Text("status"));
        (await stripe.PostAsync($"/v1/payment_intents/{intent}/cancel")).Expect(400);
        Assert.Equal("canceled", (await stripe.ConfirmAsync(intent)).Expect(400).Text("error.payment_intent.status"));

        var other = await stripe.NewIntentAsync(customer, method);
        await stripe.ConfirmAsync(other);
        var late = (await stripe.PostAsync($"/v1/payment_intents/{other}/cancel")).Expect(400);

        Assert.Equal(("payment_intent_unexpected_state", "succeeded"), (late.Text("error.code"), late.Text("error.payment_intent.status")));
    }

    [Fact]
    public async Task Confirming_on_create_pays_or_leaves_a_declined_intent()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var form = Simulator.IntentForm(customer, method);
        form["confirm"] = "true";
        Assert.Equal("succeeded", (await stripe.PostAsync("/v1/payment_intents", form)).Expect(200).Text("status"));

        form["payment_method"] = await stripe.AttachAsync(customer, "pm_card_chargeCustomerFail");
        var id = (await stripe.PostAsync("/v1/payment_intents", form)).Expect(402).Text("error.payment_intent.id");

        Assert.Equal("requires_payment_method", (await stripe.GetAsync($"/v1/payment_intents/{id}")).Text("status"));
    }

    [Theory]
    [InlineData(49, "usd", "amount_too_small")]
    [InlineData(50, "usd", null)]
    [InlineData(99_999_999, "usd", null)]
    [InlineData(100_000_000, "usd", "amount_too_large")]
    [InlineData(29, "gbp", "amount_too_small")]
    [InlineData(0, "usd", "parameter_invalid_integer")]
    [InlineData(-5, "usd", "parameter_invalid_integer")]
    [InlineData(1005, "bhd", "parameter_invalid_integer")]
    [InlineData(1010, "bhd", null)]
    [InlineData(1050, "isk", "parameter_invalid_integer")]
    [InlineData(1000, "xxx", "parameter_invalid_string")]
    [InlineData(1000, "EUR", null)]
    public async Task Amounts_have_limits(long amount, string currency, string? code)
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();

        var reply = await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method, amount, currency));

        reply.Expect(code is null ? 200 : 400);
        Assert.Equal(code, code is null ? null : reply.Text("error.code"));
        Assert.Equal(code is null ? currency.ToLowerInvariant() : "", code is null ? reply.Text("currency") : "");
    }

    [Theory]
    [InlineData("2026-08-26.dahlia", "payment_method_types[]", 200)]
    [InlineData("2026-09-30.endive", "payment_method_types[]", 400)]
    [InlineData("2026-09-30.endive", "allowed_payment_method_types[]", 200)]
    public async Task Newer_versions_refuse_payment_method_types(string version, string parameter, int status)
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var form = Simulator.IntentForm(customer, method);
        form.Remove("payment_method_types[0]");
        form[parameter] = "card";
        stripe.Client.DefaultRequestHeaders.Add("Stripe-Version", version);

        var reply = (await stripe.PostAsync("/v1/payment_intents", form)).Expect(status);

        Assert.True(status == 200 || reply.Text("error.code") == "payment_method_types_no_longer_supported");
    }

    [Fact]
    public async Task A_list_is_the_customers_newest_first_in_pages()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, oldest) = await stripe.NewIntentAsync();
        await stripe.NewIntentAsync();
        stripe.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = stripe.Now;
        var middle = await stripe.NewIntentAsync(customer, method);
        var newest = await stripe.NewIntentAsync(customer, method);

        var first = await stripe.GetAsync($"/v1/payment_intents?customer={customer}&limit=2");
        var second = await stripe.GetAsync($"/v1/payment_intents?customer={customer}&limit=2&starting_after={middle}");
        var recent = await stripe.GetAsync($"/v1/payment_intents?customer={customer}&created[gte]={since}");

        Assert.Equal([newest, middle], Ids(first));
        Assert.True(first["has_more"].GetBoolean());
        Assert.Equal([oldest], Ids(second));
        Assert.False(second["has_more"].GetBoolean());
        Assert.Equal([newest, middle], Ids(recent));
        (await stripe.GetAsync("/v1/payment_intents?limit=101")).Expect(400);
    }

    [Fact]
    public async Task Unknown_ids_are_resource_missing()
    {
        await using var stripe = await Simulator.StartAsync();
        string[] paths = ["payment_intents/pi_0", "customers/cus_0", "payment_methods/pm_0", "setup_intents/seti_0", "events/evt_0", "charges/ch_0"];
        foreach (var path in paths)
        {
            Assert.Equal("resource_missing", (await stripe.GetAsync($"/v1/{path}")).Expect(404).Text("error.code"));
        }

        (await stripe.ConfirmAsync("pi_0")).Expect(404);
        (await stripe.GetAsync("/v1/nothing")).Expect(404);
    }

    [Fact]
    public async Task Another_customers_card_does_not_pay()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, method, _) = await stripe.NewIntentAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();

        (await stripe.ConfirmAsync(intent, method)).Expect(400);

        Assert.Equal("requires_confirmation", (await stripe.GetAsync($"/v1/payment_intents/{intent}")).Text("status"));
    }

    private static IEnumerable<string> Ids(Reply list) => list["data"].EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
}
