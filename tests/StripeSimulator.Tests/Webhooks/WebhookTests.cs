using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.Webhooks;

public sealed class WebhookTests
{
    [Fact]
    public async Task Events_arrive_signed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await Simulator.StartAsync(receiver.Address);
        var (_, _, intent) = await stripe.NewIntentAsync();
        await stripe.ConfirmAsync(intent);

        var events = await receiver.TakeAsync(2);

        Assert.Equal(["payment_method.attached", "payment_intent.succeeded"], events.Select(TypeOf));
        var (body, signature) = events[1];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Simulator.Secret), Encoding.UTF8.GetBytes($"{stripe.Now}.{body}"));
        Assert.Equal($"t={stripe.Now},v1={Convert.ToHexStringLower(expected)}", signature);
        Assert.Equal(intent, JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("object").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_turn_of_an_intent_has_its_event()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await Simulator.StartAsync(receiver.Address);
        var (_, _, declined) = await stripe.NewIntentAsync("pm_card_chargeCustomerFail");
        await stripe.ConfirmAsync(declined);
        await stripe.PostAsync($"/v1/payment_intents/{declined}/cancel");
        var (_, _, secure) = await stripe.NewIntentAsync("pm_card_authenticationRequired");
        await stripe.ConfirmAsync(secure);
        await stripe.PlayAsync($"/_simulator/payment_intents/{secure}/authenticate", """{"succeed":true}""");
        await stripe.PostAsync("/v1/refunds", new Dictionary<string, string> { ["payment_intent"] = secure });

        Assert.Equal(
            [
                "payment_method.attached", "payment_intent.payment_failed", "payment_intent.canceled",
                "payment_method.attached", "payment_intent.requires_action", "payment_intent.succeeded", "charge.refunded",
            ],
            (await receiver.TakeAsync(7)).Select(TypeOf));
        var listed = await stripe.GetAsync("/v1/events?types[0]=charge.refunded&types[1]=payment_intent.canceled");
        Assert.Equal(["charge.refunded", "payment_intent.canceled"], listed["data"].EnumerateArray().Select(found => found.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task F8_events_are_dropped_doubled_held_and_reordered()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await Simulator.StartAsync(receiver.Address);
        var (customer, method, first) = await stripe.NewIntentAsync();
        await receiver.NextAsync();

        await stripe.PlayAsync("/_simulator/webhooks", """{"mode":"drop"}""");
        await stripe.ConfirmAsync(first);
        await stripe.PlayAsync("/_simulator/webhooks", """{"mode":"double"}""");
        await stripe.ConfirmAsync(await stripe.NewIntentAsync(customer, method));
        var doubled = await receiver.TakeAsync(2);
        Assert.Equal(doubled[0].Body, doubled[1].Body);
        Assert.DoesNotContain(first, doubled[0].Body, StringComparison.Ordinal);

        await stripe.PlayAsync("/_simulator/webhooks", """{"mode":"hold"}""");
        var (one, two) = (await stripe.NewIntentAsync(customer, method), await stripe.NewIntentAsync(customer, method));
        await stripe.ConfirmAsync(one);
        await stripe.ConfirmAsync(two);
        Assert.Equal(2, (await stripe.GetAsync("/_simulator/webhooks"))["held"].GetInt32());
        await stripe.PlayAsync("/_simulator/webhooks/release", """{"order":"reverse"}""");
        var released = await receiver.TakeAsync(2);

        Assert.Contains(two, released[0].Body, StringComparison.Ordinal);
        Assert.Contains(one, released[1].Body, StringComparison.Ordinal);
        (await stripe.PlayAsync("/_simulator/webhooks", """{"mode":"sideways"}""")).Expect(400);
    }

    [Fact]
    public async Task A_refused_event_comes_again()
    {
        await using var receiver = await Receiver.StartAsync(refusals: 2);
        await using var stripe = await Simulator.StartAsync(receiver.Address);
        await stripe.NewIntentAsync();

        var next = receiver.NextAsync();
        while (!next.IsCompleted)
        {
            stripe.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("payment_method.attached", TypeOf(await next));
        Assert.Equal(2, receiver.Refused);
    }

    private static string TypeOf((string Body, string Signature) received) =>
        JsonDocument.Parse(received.Body).RootElement.GetProperty("type").GetString()!;
}
