using Billing.StripeSimulator.Tests.Http;
using Billing.StripeSimulator.Tests.Webhooks;
using Stripe;

namespace Billing.StripeSimulator.Tests.Sdk;

/// <summary>The real SDK as the client: it must understand every answer.</summary>
public sealed class StripeSdkTests
{
    [Fact]
    public async Task The_sdk_takes_a_customer_from_card_to_refund()
    {
        await using var simulator = await Simulator.StartAsync();
        var stripe = Client(simulator);
        var customer = await stripe.V1.Customers.CreateAsync(new() { Metadata = new() { ["organizationId"] = "org_1" } }, Keyed("c"), Token);
        Assert.Equal("org_1", (await stripe.V1.Customers.GetAsync(customer.Id, cancellationToken: Token)).Metadata["organizationId"]);
        var setup = await stripe.V1.SetupIntents.CreateAsync(
            new() { Customer = customer.Id, Usage = "off_session", AllowedPaymentMethodTypes = ["card"] }, Keyed("s"), Token);
        Assert.StartsWith(setup.Id, setup.ClientSecret, StringComparison.Ordinal);
        var method = await stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = customer.Id }, Keyed("a"), Token);
        Assert.Equal(("visa", "4242", customer.Id), (method.Card.Brand, method.Card.Last4, method.CustomerId));

        var intent = await stripe.V1.PaymentIntents.CreateAsync(IntentOf(customer.Id, method.Id), Keyed("pi"), Token);
        var paid = await stripe.V1.PaymentIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = method.Id, OffSession = true }, Keyed("k"), Token);
        var read = await stripe.V1.PaymentIntents.GetAsync(intent.Id, cancellationToken: Token);

        Assert.Equal(("requires_confirmation", "succeeded", "succeeded"), (intent.Status, paid.Status, read.Status));
        Assert.Equal((1234, 1234, "usd"), (read.Amount, read.AmountReceived, read.Currency));
        Assert.Equal(["card"], read.PaymentMethodTypes);
        Assert.Equal("INV-7", read.Metadata["invoiceNumber"]);
        Assert.StartsWith("ch_", read.LatestChargeId, StringComparison.Ordinal);
        Assert.Equal(simulator.Now, new DateTimeOffset(read.Created).ToUnixTimeSeconds());

        var refund = await stripe.V1.Refunds.CreateAsync(
            new() { PaymentIntent = intent.Id, Amount = 234, Metadata = new() { ["refund"] = "1" } }, Keyed("r"), Token);
        var refunds = await stripe.V1.Refunds.ListAsync(new() { PaymentIntent = intent.Id }, cancellationToken: Token);
        Assert.Equal(("succeeded", 234, "1"), (refund.Status, refund.Amount, Assert.Single(refunds).Metadata["refund"]));
    }

    [Fact]
    public async Task The_sdk_pages_through_a_customers_intents_and_cancels_one()
    {
        await using var simulator = await Simulator.StartAsync();
        var stripe = Client(simulator);
        var (customer, method, first) = await simulator.NewIntentAsync();
        for (var i = 0; i < 4; i++)
        {
            await simulator.NewIntentAsync(customer, method);
        }

        var options = new PaymentIntentListOptions
        {
            Customer = customer,
            Limit = 2,
            Created = new DateRangeOptions { GreaterThanOrEqual = simulator.Clock.GetUtcNow().UtcDateTime },
        };
        var all = new List<string>();
        await foreach (var intent in stripe.V1.PaymentIntents.ListAutoPagingAsync(options, cancellationToken: Token))
        {
            all.Add(intent.Id);
        }

        Assert.Equal(5, all.Distinct().Count());
        Assert.Equal(first, all[^1]);
        var canceled = await stripe.V1.PaymentIntents.CancelAsync(first, new() { CancellationReason = "abandoned" }, Keyed("x"), Token);
        Assert.Equal("canceled", canceled.Status);
        var late = await Assert.ThrowsAsync<StripeException>(() => stripe.V1.PaymentIntents.CancelAsync(first, cancellationToken: Token));
        Assert.Equal((System.Net.HttpStatusCode.BadRequest, "payment_intent_unexpected_state", "canceled"),
            (late.HttpStatusCode, late.StripeError.Code, late.StripeError.PaymentIntent.Status));
    }

    [Fact]
    public async Task The_sdk_reads_a_decline()
    {
        await using var simulator = await Simulator.StartAsync();
        var stripe = Client(simulator);
        var (_, method, intent) = await simulator.NewIntentAsync("pm_card_chargeCustomerFail");

        var declined = await Assert.ThrowsAsync<StripeException>(() =>
            stripe.V1.PaymentIntents.ConfirmAsync(intent, new() { PaymentMethod = method, OffSession = true }, Keyed("k"), Token));

        var error = declined.StripeError;
        Assert.Equal((System.Net.HttpStatusCode.PaymentRequired, "card_error", "card_declined", "generic_decline"),
            (declined.HttpStatusCode, error.Type, error.Code, error.DeclineCode));
        var failed = error.PaymentIntent;
        Assert.Equal((intent, "requires_payment_method", error.Charge), (failed.Id, failed.Status, failed.LatestChargeId));
        Assert.Equal(("generic_decline", method), (failed.LastPaymentError.DeclineCode, failed.LastPaymentError.PaymentMethod.Id));
        Assert.Equal(402, (int)declined.StripeResponse.StatusCode);
    }

    [Fact]
    public async Task The_sdk_reads_what_3_d_secure_asks_for()
    {
        await using var simulator = await Simulator.StartAsync();
        var stripe = Client(simulator);
        var (_, method, intent) = await simulator.NewIntentAsync("pm_card_authenticationRequired");

        var asking = await stripe.V1.PaymentIntents.ConfirmAsync(
            intent, new() { PaymentMethod = method, ReturnUrl = "https://example.com/back" }, Keyed("k"), Token);

        Assert.Equal(("requires_action", "redirect_to_url", "https://example.com/back"),
            (asking.Status, asking.NextAction.Type, asking.NextAction.RedirectToUrl.ReturnUrl));
        Assert.Null(asking.LatestChargeId);
    }

    [Theory]
    [InlineData("http_500", 500)]
    [InlineData("http_429", 429)]
    public async Task The_sdk_reads_faults(string kind, int status)
    {
        await using var simulator = await Simulator.StartAsync();
        await simulator.FaultAsync($$"""{"next":1,"kind":"{{kind}}"}""");

        var failed = await Assert.ThrowsAsync<StripeException>(() => Client(simulator).V1.Customers.CreateAsync(new(), Keyed("k"), Token));

        Assert.Equal(status, (int)failed.HttpStatusCode);
    }

    [Fact]
    public async Task The_sdk_accepts_a_delivered_webhook()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var simulator = await Simulator.StartAsync(receiver.Address);
        var stripe = Client(simulator);
        var customer = await stripe.V1.Customers.CreateAsync(new(), cancellationToken: Token);
        var method = await stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = customer.Id }, cancellationToken: Token);
        var intent = await stripe.V1.PaymentIntents.CreateAsync(IntentOf(customer.Id, method.Id), cancellationToken: Token);
        await stripe.V1.PaymentIntents.ConfirmAsync(intent.Id, new(), Keyed("k"), Token);
        await stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = intent.Id }, cancellationToken: Token);

        var events = (await receiver.TakeAsync(3)).Select(received => Construct(simulator, received.Body, received.Signature)).ToList();

        Assert.Equal([EventTypes.PaymentMethodAttached, EventTypes.PaymentIntentSucceeded, EventTypes.ChargeRefunded], events.Select(received => received.Type));
        Assert.Equal(1234, Assert.IsType<PaymentIntent>(events[1].Data.Object).AmountReceived);
        Assert.Equal("k", events[1].Request.IdempotencyKey);
        Assert.True(Assert.IsType<Charge>(events[2].Data.Object).Refunded);
        Assert.Equal(events[1].Id, (await stripe.V1.Events.GetAsync(events[1].Id, cancellationToken: Token)).Id);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Event Construct(Simulator simulator, string body, string signature) =>
        EventUtility.ConstructEvent(body, signature, Simulator.Secret, tolerance: 300, utcNow: simulator.Now);

    private static StripeClient Client(Simulator simulator) => new(new StripeClientOptions
    {
        ApiKey = "sk_test_simulator",
        ApiBase = simulator.Address.ToString().TrimEnd('/'),
        HttpClient = new SystemNetHttpClient(simulator.Client, maxNetworkRetries: 0),
    });

    private static RequestOptions Keyed(string key) => new() { IdempotencyKey = key };

    private static PaymentIntentCreateOptions IntentOf(string customer, string method) => new()
    {
        Amount = 1234,
        Currency = "usd",
        Customer = customer,
        PaymentMethod = method,
        AllowedPaymentMethodTypes = ["card"],
        Metadata = new() { ["organizationId"] = "org_1", ["invoiceNumber"] = "INV-7" },
    };
}
