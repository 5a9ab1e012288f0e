using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task A_timeout_after_the_effect_has_charged_and_kept_its_answer()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync("""{"next":1,"kind":"timeout_after_effect"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => stripe.ConfirmAsync(intent, key: "k"));

        Assert.Equal(1, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
        Assert.True((await stripe.ConfirmAsync(intent, key: "k")).Expect(200).IsReplayed);
    }

    [Fact]
    public async Task A_timeout_before_the_effect_has_done_nothing()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync("""{"next":2,"kind":"timeout_before_effect"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => stripe.ConfirmAsync(intent, key: "k"));
        await Assert.ThrowsAsync<HttpRequestException>(() => stripe.ConfirmAsync(intent, key: "k"));

        Assert.Equal(0, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
        Assert.False((await stripe.ConfirmAsync(intent, key: "k")).Expect(200).IsReplayed);
    }

    [Theory]
    [InlineData("hang_before_effect", 0)]
    [InlineData("hang_after_effect", 1)]
    public async Task A_hanging_call_ends_after_a_minute_at_the_latest(string kind, int charges)
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync($$"""{"next":1,"kind":"{{kind}}"}""");

        var call = stripe.ConfirmAsync(intent, key: "k");
        while (!call.IsCompleted)
        {
            stripe.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Equal(charges, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task F4_a_500_is_replayed_whatever_took_effect(string afterEffect, int charges)
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync($$"""{"next":1,"kind":"http_500","after_effect":{{afterEffect}}}""");

        (await stripe.ConfirmAsync(intent, key: "k")).Expect(500);

        Assert.True((await stripe.ConfirmAsync(intent, key: "k")).Expect(500).IsReplayed);
        Assert.Equal(charges, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
        (await stripe.ConfirmAsync(intent, key: "k2")).Expect(charges == 0 ? 200 : 400);
    }

    [Fact]
    public async Task F5_a_429_is_not_kept()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync("""{"next":1,"kind":"http_429"}""");

        (await stripe.ConfirmAsync(intent, key: "k")).Expect(429);

        Assert.False((await stripe.ConfirmAsync(intent, key: "k")).Expect(200).IsReplayed);
    }

    [Fact]
    public async Task Faults_choose_their_calls_and_are_listed_and_cleared()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.FaultAsync("""{"next":2,"kind":"http_500","method":"post","path":"/v1/payment_intents/*/confirm"}""");

        (await stripe.GetAsync($"/v1/payment_intents/{intent}")).Expect(200);
        await stripe.NewCustomerAsync();
        (await stripe.ConfirmAsync(intent)).Expect(500);
        Assert.Equal(1, (await stripe.GetAsync("/_simulator/faults")).Json[0].GetProperty("next").GetInt32());
        await stripe.Client.DeleteAsync(new Uri("/_simulator/faults", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await stripe.GetAsync("/_simulator/faults")).Json.GetArrayLength());
        (await stripe.ConfirmAsync(intent)).Expect(200);
    }

    [Theory]
    [InlineData("""{"next":1,"kind":"earthquake"}""")]
    [InlineData("""{"next":0,"kind":"http_500"}""")]
    [InlineData("""{"next":1,"kind":"delay_ms:-1"}""")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task An_unknown_fault_is_refused(string json)
    {
        await using var stripe = await Simulator.StartAsync();

        (await stripe.FaultAsync(json)).Expect(400);
    }
}
