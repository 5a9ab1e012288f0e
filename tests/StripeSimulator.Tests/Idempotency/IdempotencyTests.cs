using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.Idempotency;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task The_same_key_gives_the_same_answer_once_executed()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var form = Simulator.IntentForm(customer, method);

        var first = await stripe.PostAsync("/v1/payment_intents", form, "k");
        var second = await stripe.PostAsync("/v1/payment_intents", form.Reverse(), "k");

        Assert.Equal((first.Body, false, true), (second.Body, first.IsReplayed, second.IsReplayed));
        Assert.Equal(2, (await stripe.GetAsync($"/v1/payment_intents?customer={customer}"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task A_decline_is_replayed_too()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync("pm_card_chargeCustomerFail");

        var first = (await stripe.ConfirmAsync(intent, key: "k")).Expect(402);
        var second = (await stripe.ConfirmAsync(intent, key: "k")).Expect(402);

        Assert.Equal(first.Body, second.Body);
        Assert.True(second.IsReplayed);
    }

    [Fact]
    public async Task Another_request_under_the_key_is_an_error()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, intent) = await stripe.NewIntentAsync();
        await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method), "k");

        var other = (await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method, amount: 2000), "k")).Expect(400);
        var elsewhere = (await stripe.ConfirmAsync(intent, key: "k")).Expect(400);

        Assert.Equal(("idempotency_error", "idempotency_error"), (other.Text("error.type"), elsewhere.Text("error.type")));
    }

    [Fact]
    public async Task A_key_in_use_is_a_conflict_that_is_not_kept()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync("""{"next":2,"kind":"delay_ms:1"}""");

        var (one, two) = (stripe.ConfirmAsync(intent, key: "k"), stripe.ConfirmAsync(intent, key: "k"));
        var conflict = await Task.WhenAny(one, two);
        var slow = conflict == one ? two : one;
        while (!slow.IsCompleted)
        {
            stripe.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.Equal("idempotency_key_in_use", (await conflict).Expect(409).Text("error.code"));
        Assert.Equal("succeeded", (await slow).Expect(200).Text("status"));
        Assert.True((await stripe.ConfirmAsync(intent, key: "k")).Expect(200).IsReplayed);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_24_hours()
    {
        await using var stripe = await Simulator.StartAsync();
        var first = await stripe.PostAsync("/v1/customers", key: "k");

        stripe.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(first.Text("id"), (await stripe.PostAsync("/v1/customers", key: "k")).Text("id"));
        stripe.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first.Text("id"), (await stripe.PostAsync("/v1/customers", key: "k")).Text("id"));
    }

    [Fact]
    public async Task Wrong_parameters_leave_the_key_free()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        (await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method, amount: 1), "k")).Expect(400);

        (await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method), "k")).Expect(200);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer pk_test_1", 401)]
    [InlineData("Bearer sk_test_1", 200)]
    [InlineData("Basic c2tfdGVzdF8xOg==", 200)]
    public async Task Every_secret_key_is_let_in(string? authorization, int status)
    {
        await using var stripe = await Simulator.StartAsync();
        stripe.Client.DefaultRequestHeaders.Authorization =
            authorization is null ? null : System.Net.Http.Headers.AuthenticationHeaderValue.Parse(authorization);

        (await stripe.PostAsync("/v1/customers")).Expect(status);
    }

    [Fact]
    public async Task A_configured_key_is_the_only_one()
    {
        await using var stripe = await Simulator.StartAsync(apiKey: "sk_test_mine");
        (await stripe.PostAsync("/v1/customers")).Expect(200);
        stripe.Client.DefaultRequestHeaders.Authorization = new("Bearer", "sk_test_other");

        (await stripe.PostAsync("/v1/customers")).Expect(401);
    }
}
