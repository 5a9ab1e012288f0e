using Billing.Domain;
using Billing.Domain.Payments;
using Billing.Grains.Payments;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Billing.Grains.Tests.Payments;

/// <summary>What leaves the adapter, and what it makes of what comes back.</summary>
public sealed class StripeRequestTests : IDisposable
{
    private const string OurMetadata =
        "metadata[deployment]=dep_1&metadata[organizationId]=org_1&metadata[invoiceId]=inv_1&metadata[invoiceNumber]=2025-000007&metadata[generation]=3";

    private readonly StripeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private SentRequest Sent => Assert.Single(_fixture.Stripe.Requests);

    [Fact]
    public async Task D11_a_customer_is_created_with_ids_only()
    {
        _fixture.Stripe.Answer(200, """{"id":"cus_1","object":"customer"}""");

        var answer = await _fixture.Provider.CreateCustomerAsync("k1", "dep_1", new OrganizationId("org_1"));

        Assert.Equal("cus_1", answer.Value!.Id);
        Assert.Equal(new SentRequest("POST", "/v1/customers", "", "metadata[deployment]=dep_1&metadata[organizationId]=org_1", "k1",
            $"Bearer {StripeFixture.ApiKey}", null), Sent);
    }

    [Fact]
    public async Task R20_a_card_form_is_for_cards_only_and_its_secret_comes_back()
    {
        _fixture.Stripe.Answer(200, """{"id":"seti_1","object":"setup_intent","client_secret":"seti_1_secret_x"}""");

        var answer = await _fixture.Provider.CreateSetupIntentAsync("k1", "cus_1");

        Assert.Equal(new SetupIntentView("seti_1", "seti_1_secret_x"), answer.Value);
        Assert.Equal(("/v1/setup_intents", "k1"), (Sent.Path, Sent.Key));
        Assert.Equal(["allowed_payment_method_types[0]=card", "customer=cus_1", "usage=off_session"], Parts(Sent.Form));
    }

    [Fact]
    public async Task A40_an_attached_test_card_comes_back_as_another_id()
    {
        _fixture.Stripe.Answer(200, """{"id":"pm_new","object":"payment_method","type":"card","card":{"brand":"visa","last4":"4242","exp_month":8,"exp_year":2031}}""");

        var answer = await _fixture.Provider.AttachCardAsync("k1", "cus_1", "pm_card_visa");

        Assert.Equal(new CardView("pm_new", "visa", "4242", 8, 2031), answer.Value);
        Assert.Equal(("/v1/payment_methods/pm_card_visa/attach", "customer=cus_1", "k1"), (Sent.Path, Sent.Form, Sent.Key));
    }

    [Fact]
    public async Task An_intent_is_created_for_a_card_and_not_confirmed()
    {
        _fixture.Stripe.Answer(200, StripeFixture.Intent(status: "requires_confirmation", amount: 500, currency: "isk"));

        var answer = await _fixture.Provider.CreateIntentAsync("k1", new CreateIntent("cus_1", "pm_1", 5, "ISK", StripeFixture.Metadata));

        Assert.Equal((5, 0, "ISK", IntentStatus.RequiresConfirmation),
            (answer.Value!.Amount, answer.Value.AmountReceived, answer.Value.Currency, answer.Value.Status));
        Assert.Equal(("/v1/payment_intents", "k1"), (Sent.Path, Sent.Key));
        Assert.Equal(
            Parts($"amount=500&currency=isk&customer=cus_1&payment_method=pm_1&allowed_payment_method_types[0]=card&{OurMetadata}"), Parts(Sent.Form));
    }

    [Theory, InlineData(true, "off_session=true"), InlineData(false, "off_session=false")]
    public async Task A_confirmation_says_whether_somebody_is_there(bool offSession, string expected)
    {
        _fixture.Stripe.Answer(200, StripeFixture.Intent());

        await _fixture.Provider.ConfirmIntentAsync("k1", "pi_1", "pm_1", offSession);

        Assert.Equal(("/v1/payment_intents/pi_1/confirm", "k1"), (Sent.Path, Sent.Key));
        Assert.Equal([expected, "payment_method=pm_1", "use_stripe_sdk=true"], Parts(Sent.Form));
    }

    [Fact]
    public async Task Reads_have_no_key_and_cancellations_have()
    {
        _fixture.Stripe.Answer(200, StripeFixture.Intent()).Answer(200, StripeFixture.Intent(status: "canceled"));

        await _fixture.Provider.GetIntentAsync("pi_1");
        await _fixture.Provider.CancelIntentAsync("k1", "pi_1");

        Assert.Equal([("GET", "/v1/payment_intents/pi_1", null), ("POST", "/v1/payment_intents/pi_1/cancel", "k1")],
            _fixture.Stripe.Requests.Select(request => (request.Method, request.Path, request.Key)));
    }

    [Fact]
    public async Task Intents_are_listed_from_the_whole_second_on_all_pages_newest_first()
    {
        _fixture.Stripe
            .Answer(200, Page(hasMore: true, StripeFixture.Intent("pi_4", created: 40), StripeFixture.Intent("pi_3", created: 30)))
            .Answer(200, Page(hasMore: false, StripeFixture.Intent("pi_2", created: 30), """{"id":"pi_alien","currency":"iqd","status":"succeeded"}""", StripeFixture.Intent("pi_1", created: 20)));

        var answer = await _fixture.Provider.ListIntentsAsync("cus_1", Instant.FromUnixTimeMilliseconds(19_900));

        Assert.Equal(["pi_4", "pi_3", "pi_2", "pi_1"], answer.Value!.Items.Select(intent => intent.Id));
        Assert.Equal(["created[gte]=19", "customer=cus_1", "limit=100"], Parts(_fixture.Stripe.Requests[0].Query));
        Assert.Equal(["created[gte]=19", "customer=cus_1", "limit=100", "starting_after=pi_3"], Parts(_fixture.Stripe.Requests[1].Query));
        Assert.Contains("pi_alien", _fixture.Log.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "{}", AnswerKind.Unknown)]
    [InlineData(200, "{\"object\":\"list\",\"data\":[],\"has_more\":true}", AnswerKind.Unknown)]
    [InlineData(200, "{\"object\":\"list\",\"data\":[null],\"has_more\":false}", AnswerKind.Unknown)]
    [InlineData(200, "{}", AnswerKind.Unknown)]
    [InlineData(401, "{\"error\":{\"type\":\"invalid_request_error\"}}", AnswerKind.Misconfigured)]
    public async Task A_list_that_breaks_off_is_no_shorter_list(int status, string body, AnswerKind expected)
    {
        _fixture.Stripe.Answer(200, Page(hasMore: true, StripeFixture.Intent("pi_4"))).Answer(status, body);

        var answer = await _fixture.Provider.ListIntentsAsync("cus_1", Instant.FromUnixTimeSeconds(0));

        Assert.Equal((expected, null), (answer.Kind, answer.Value));
    }

    [Fact]
    public async Task D8_a_list_without_an_end_is_unknown()
    {
        for (var page = 0; page < 100; page++)
            _fixture.Stripe.Answer(200, Page(hasMore: true, StripeFixture.Intent()));

        var answer = await _fixture.Provider.ListIntentsAsync("cus_1", Instant.FromUnixTimeSeconds(0));

        Assert.Equal((AnswerKind.Unknown, "too_many_pages"), (answer.Kind, answer.Code));
    }

    [Fact]
    public async Task All_payments_of_the_account_come_page_by_page()
    {
        _fixture.Stripe
            .Answer(200, Page(hasMore: true, StripeFixture.Intent("pi_4"), StripeFixture.Intent("pi_3")))
            .Answer(200, Page(hasMore: false, StripeFixture.Intent("pi_2")));

        var answers = await _fixture.Provider.PagesAsync().ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["pi_4", "pi_3", "pi_2"], answers.SelectMany(answer => answer.Value!.Items).Select(intent => intent.Id));
        Assert.Equal(["limit=100"], Parts(_fixture.Stripe.Requests[0].Query));
        Assert.Equal(["limit=100", "starting_after=pi_3"], Parts(_fixture.Stripe.Requests[1].Query));
    }

    [Theory]
    [InlineData(500, "{}", AnswerKind.Unknown)]
    [InlineData(401, "{\"error\":{\"type\":\"invalid_request_error\"}}", AnswerKind.Misconfigured)]
    [InlineData(200, "the same page again", AnswerKind.Unknown)]
    public async Task All_payments_that_break_off_end_with_the_reason(int status, string body, AnswerKind expected)
    {
        var page = Page(hasMore: true, StripeFixture.Intent("pi_4"));
        _fixture.Stripe.Answer(200, page).Answer(status, status == 200 ? page : body);

        var answers = await _fixture.Provider.PagesAsync().ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal((expected, null), (answers[^1].Kind, answers[^1].Value));
    }

    [Fact]
    public async Task A_refund_carries_its_number_and_brings_it_back()
    {
        const string Refund = """{"id":"re_1","object":"refund","amount":700,"currency":"ugx","status":"succeeded","metadata":{"refund":"2"}}""";
        _fixture.Stripe.Answer(200, Refund).Answer(200, Page(hasMore: false, Refund, """{"id":"re_0","object":"refund","amount":100,"currency":"ugx","status":"pending"}"""));

        var answer = await _fixture.Provider.RefundAsync("k1", "pi_1", 7, "UGX", StripeFixture.Metadata, 2);
        var list = await _fixture.Provider.ListRefundsAsync("pi_1");

        Assert.Equal(new RefundView("re_1", 7, "UGX", "succeeded", 2), answer.Value);
        Assert.Equal([answer.Value!, new RefundView("re_0", 1, "UGX", "pending", null)], list.Value!.Items);
        Assert.Equal(("/v1/refunds", "k1"), (_fixture.Stripe.Requests[0].Path, _fixture.Stripe.Requests[0].Key));
        Assert.Equal(Parts($"payment_intent=pi_1&amount=700&{OurMetadata}&metadata[refund]=2"), Parts(_fixture.Stripe.Requests[0].Form));
        Assert.Equal(["limit=100", "payment_intent=pi_1"], Parts(_fixture.Stripe.Requests[1].Query));
    }

    [Fact]
    public async Task A64_what_Stripe_cannot_be_told_never_leaves()
    {
        var intent = await _fixture.Provider.CreateIntentAsync("k1", new CreateIntent("cus_1", "pm_1", 1234, "KWD", StripeFixture.Metadata));
        var refund = await _fixture.Provider.RefundAsync("k2", "pi_1", 150, "MGA", StripeFixture.Metadata, 1);

        Assert.Equal((AnswerKind.Misconfigured, "amount_not_representable"), (intent.Kind, intent.Code));
        Assert.Equal((AnswerKind.Misconfigured, "amount_not_representable"), (refund.Kind, refund.Code));
        Assert.Empty(_fixture.Stripe.Requests);
    }

    [Theory, InlineData(""), InlineData(".."), InlineData("pi_1/confirm"), InlineData("pi_1?x=1"), InlineData("pi_1\n")]
    public async Task An_id_that_is_none_never_gets_into_an_address(string id)
    {
        var provider = _fixture.Provider;
        AnswerKind[] kinds =
        [
            (await provider.CreateSetupIntentAsync("k", id)).Kind,
            (await provider.AttachCardAsync("k", "cus_1", id)).Kind,
            (await provider.AttachCardAsync("k", id, "pm_1")).Kind,
            (await provider.CreateIntentAsync("k", new CreateIntent(id, "pm_1", 1, "USD", StripeFixture.Metadata))).Kind,
            (await provider.ConfirmIntentAsync("k", id, "pm_1", true)).Kind,
            (await provider.ConfirmIntentAsync("k", "pi_1", id, true)).Kind,
            (await provider.GetIntentAsync(id)).Kind,
            (await provider.ListIntentsAsync(id, Instant.FromUnixTimeSeconds(0))).Kind,
            (await provider.CancelIntentAsync("k", id)).Kind,
            (await provider.RefundAsync("k", id, 1, "USD", StripeFixture.Metadata, 1)).Kind,
            (await provider.ListRefundsAsync(id)).Kind,
        ];

        Assert.All(kinds, kind => Assert.Equal(AnswerKind.Misconfigured, kind));
        Assert.Empty(_fixture.Stripe.Requests);
    }

    [Theory]
    [InlineData("", null, "Stripe:ApiKey")]
    [InlineData("sk test", null, "Stripe:ApiKey")]
    [InlineData("sk_test_1", "localhost:12111", "Stripe:ApiBase")]
    [InlineData("sk_test_1", "http://localhost:12111/v1", "Stripe:ApiBase")]
    public void Options_that_cannot_work_name_their_key(string apiKey, string? apiBase, string expected)
    {
        var options = new StripeOptions { ApiKey = apiKey, ApiBase = apiBase };

        var exception = Assert.Throws<ArgumentException>(
            () => new StripePaymentProvider(options, TimeProvider.System, NullLogger<StripePaymentProvider>.Instance));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static string Page(bool hasMore, params string[] items) =>
        $$"""{"object":"list","url":"/v1/x","has_more":{{(hasMore ? "true" : "false")}},"data":[{{string.Join(',', items)}}]}""";

    private static IEnumerable<string> Parts(string form) => form.Split('&').Order(StringComparer.Ordinal);
}
