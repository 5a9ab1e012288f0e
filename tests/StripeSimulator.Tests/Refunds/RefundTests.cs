using Billing.StripeSimulator.Tests.Http;

namespace Billing.StripeSimulator.Tests.Refunds;

public sealed class RefundTests
{
    [Fact]
    public async Task Refunds_go_up_to_what_was_paid()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        (await RefundAsync(stripe, intent, "100")).Expect(400);
        await stripe.ConfirmAsync(intent);

        var first = (await RefundAsync(stripe, intent, "300")).Expect(200);
        (await RefundAsync(stripe, intent, "701")).Expect(400);
        var rest = (await RefundAsync(stripe, intent, null)).Expect(200);
        var none = (await RefundAsync(stripe, intent, "1")).Expect(400);

        Assert.Equal(("succeeded", "1"), (first.Text("status"), first.Text("metadata.refund")));
        Assert.Equal(700, rest["amount"].GetInt64());
        Assert.Equal("charge_already_refunded", none.Text("error.code"));
        Assert.Equal(1000, (await stripe.GetAsync("/_simulator/charges")).Json[0].GetProperty("amountRefunded").GetInt64());
        var listed = await stripe.GetAsync($"/v1/refunds?payment_intent={intent}");
        Assert.Equal([700, 300], listed["data"].EnumerateArray().Select(refund => refund.GetProperty("amount").GetInt64()));
    }

    private static Task<Reply> RefundAsync(Simulator stripe, string intent, string? amount)
    {
        var form = new Dictionary<string, string> { ["payment_intent"] = intent, ["metadata[refund]"] = "1" };
        if (amount is not null)
        {
            form["amount"] = amount;
        }

        return stripe.PostAsync("/v1/refunds", form);
    }
}
