using System.Net;
using Billing.Domain.Payments;
using Xunit;

namespace Billing.Grains.Tests.Payments;

/// <summary>The table of reliability.md, Charging: what each answer of Stripe's means.</summary>
public sealed class StripeAnswerTests : IDisposable
{
    private readonly StripeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("succeeded", IntentStatus.Succeeded)]
    [InlineData("processing", IntentStatus.Processing)]
    [InlineData("requires_action", IntentStatus.RequiresAction)]
    [InlineData("requires_payment_method", IntentStatus.RequiresPaymentMethod)]
    [InlineData("requires_confirmation", IntentStatus.RequiresConfirmation)]
    [InlineData("requires_capture", IntentStatus.RequiresCapture)]
    [InlineData("canceled", IntentStatus.Canceled)]
    public async Task A_success_tells_the_state(string status, IntentStatus expected)
    {
        _fixture.Stripe.Answer(200, StripeFixture.Intent(status: status));

        var answer = await _fixture.ConfirmAsync();

        Assert.Equal(AnswerKind.Done, answer.Kind);
        Assert.Equal(expected, answer.Value!.Status);
        Assert.Equal(("pi_1", 1000, "USD", "cus_1", "ch_1"),
            (answer.Value.Id, answer.Value.Amount, answer.Value.Currency, answer.Value.CustomerId, answer.Value.LatestChargeId));
        Assert.Equal(StripeFixture.Metadata, answer.Value.Metadata);
        Assert.Equal(1_750_000_000, answer.Value.CreatedAt.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("card_declined", "insufficient_funds")]
    [InlineData("card_declined", "do_not_try_again")]
    [InlineData("authentication_required", "authentication_required")]
    [InlineData("expired_card", null)]
    public async Task F3_only_a_card_error_is_a_decline(string code, string? declineCode)
    {
        var decline = declineCode is null ? "" : $"\"decline_code\":\"{declineCode}\",";
        var intent = StripeFixture.Intent(status: "requires_payment_method", extra: $"\"last_payment_error\":{{{decline}\"code\":\"{code}\"}},");
        _fixture.Stripe.Answer(402, StripeFixture.Error("card_error", code, $"{decline}\"payment_intent\":{intent},"));

        var answer = await _fixture.ConfirmAsync();

        Assert.Equal((AnswerKind.Declined, code, declineCode), (answer.Kind, answer.Code, answer.DeclineCode));
        Assert.Equal((IntentStatus.RequiresPaymentMethod, "ch_1"), (answer.Value!.Status, answer.Value.LatestChargeId));
        Assert.Equal((code, declineCode), (answer.Value.LastErrorCode, answer.Value.LastDeclineCode));
    }

    [Fact]
    public async Task A_declined_card_that_is_attached_has_no_value()
    {
        _fixture.Stripe.Answer(402, StripeFixture.Error("card_error", "incorrect_cvc"));

        var answer = await _fixture.Provider.AttachCardAsync("k", "cus_1", StripeFixture.PaymentMethod);

        Assert.Equal((AnswerKind.Declined, "incorrect_cvc", null), (answer.Kind, answer.Code, answer.Value));
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "payment_intent_unexpected_state", AnswerKind.WrongState)]
    [InlineData(400, "invalid_request_error", "setup_intent_unexpected_state", AnswerKind.WrongState)]
    [InlineData(400, "invalid_request_error", "charge_already_refunded", AnswerKind.WrongState)]
    [InlineData(400, "invalid_request_error", "parameter_missing", AnswerKind.Misconfigured)]
    [InlineData(400, "invalid_request_error", null, AnswerKind.Misconfigured)]
    [InlineData(400, "idempotency_error", null, AnswerKind.Misconfigured)]
    [InlineData(401, "invalid_request_error", null, AnswerKind.Misconfigured)]
    [InlineData(402, "invalid_request_error", null, AnswerKind.Misconfigured)]
    [InlineData(403, "invalid_request_error", "account_invalid", AnswerKind.Misconfigured)]
    [InlineData(404, "invalid_request_error", "resource_missing", AnswerKind.Misconfigured)]
    [InlineData(404, "invalid_request_error", "payment_intent_unexpected_state", AnswerKind.Misconfigured)]
    [InlineData(408, "api_error", null, AnswerKind.Unknown)]
    [InlineData(424, "api_error", null, AnswerKind.Unknown)]
    [InlineData(500, "api_error", null, AnswerKind.Unknown)]
    [InlineData(500, "card_error", "card_declined", AnswerKind.Unknown)]
    [InlineData(502, "api_error", null, AnswerKind.Unknown)]
    [InlineData(503, "api_error", null, AnswerKind.Unknown)]
    public async Task Each_refusal_means_what_the_table_says(int status, string type, string? code, AnswerKind expected)
    {
        _fixture.Stripe.Answer(status, StripeFixture.Error(type, code));

        var answer = await _fixture.ConfirmAsync();

        Assert.Equal((expected, code ?? type, null), (answer.Kind, answer.Code, answer.Value));
        Assert.Single(_fixture.Stripe.Requests);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, "{\"id\":\"pi_1\",\"status\":\"succ")]
    [InlineData(200, "<html>Sign in to the hotel's network</html>")]
    [InlineData(200, "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"brand_new\",\"currency\":\"usd\",\"amount\":1}")]
    [InlineData(200, "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"succeeded\",\"currency\":\"usd\",\"amount\":\"many\"}")]
    [InlineData(200, "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"succeeded\",\"currency\":\"isk\",\"amount\":150,\"amount_received\":150}")]
    [InlineData(302, "")]
    [InlineData(400, "Bad Request")]
    [InlineData(402, "<html>Payment required</html>")]
    [InlineData(402, "{\"error\":\"card_error\"}")]
    [InlineData(402, "{\"error\":[1,2]}")]
    [InlineData(402, "[\"error\"]")]
    [InlineData(403, "<html>Firewall</html>")]
    [InlineData(404, "{}")]
    [InlineData(500, "")]
    [InlineData(504, "upstream timed out")]
    public async Task F3_what_is_unreadable_is_unknown(int status, string body)
    {
        _fixture.Stripe.Answer(status, body);

        var answer = await _fixture.ConfirmAsync();

        Assert.Equal((AnswerKind.Unknown, null), (answer.Kind, answer.Value));
        Assert.Single(_fixture.Stripe.Requests);
    }

    [Fact]
    public async Task F3_a_call_is_given_up_after_20_seconds_as_unknown()
    {
        var entered = new TaskCompletionSource();
        _fixture.Stripe.Answer(async token =>
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var _ = token.Register(() => never.TrySetCanceled(token));
            entered.SetResult();
            return await never.Task;
        });

        var call = _fixture.ConfirmAsync();
        await entered.Task;
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(19_999));
        Assert.False(call.IsCompleted);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await call;

        Assert.Equal((AnswerKind.Unknown, "timed_out"), (answer.Kind, answer.Code));
        Assert.Single(_fixture.Stripe.Requests);
    }

    public static TheoryData<string> Failures => ["reset", "io", "canceled", "body"];

    [Theory, MemberData(nameof(Failures))]
    public async Task F3_a_broken_connection_is_unknown(string failure)
    {
        _fixture.Stripe.Answer(_ => failure switch
        {
            "reset" => throw new HttpRequestException(HttpRequestError.ConnectionError, "reset"),
            "io" => throw new IOException("broken pipe"),
            "canceled" => throw new TaskCanceledException(),
            _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) }),
        });

        var answer = await _fixture.ConfirmAsync();

        Assert.Equal(AnswerKind.Unknown, answer.Kind);
        Assert.Single(_fixture.Stripe.Requests);
    }

    [Theory, InlineData(409, "idempotency_key_in_use"), InlineData(429, "rate_limit")]
    public async Task F5_busy_is_tried_again_after_1_2_4_8_seconds_under_the_same_key(int status, string code)
    {
        for (var i = 0; i < 5; i++)
            _fixture.Stripe.Answer(status, StripeFixture.Error("invalid_request_error", code));

        var call = _fixture.ConfirmAsync();
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), await _fixture.Time.NextDelayAsync());
            var before = _fixture.Stripe.Requests.Count;
            _fixture.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(before, _fixture.Stripe.Requests.Count);
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var answer = await call;
        Assert.Equal((AnswerKind.Busy, code), (answer.Kind, answer.Code));
        Assert.Equal(5, _fixture.Stripe.Requests.Count);
        Assert.All(_fixture.Stripe.Requests, request => Assert.Equal("v1:dep_1:inv_1:3:confirm:1", request.Key));
        Assert.Single(_fixture.Stripe.Requests.Select(request => request.Form).Distinct());
    }

    [Fact]
    public async Task F5_what_follows_a_busy_answer_counts()
    {
        _fixture.Stripe.Answer(429, "too many").Answer(409, "").Answer(500, StripeFixture.Error("api_error"));

        var call = _fixture.ConfirmAsync();
        _fixture.Time.Advance(await _fixture.Time.NextDelayAsync());
        _fixture.Time.Advance(await _fixture.Time.NextDelayAsync());
        var answer = await call;

        Assert.Equal(AnswerKind.Unknown, answer.Kind);
        Assert.Equal(3, _fixture.Stripe.Requests.Count);
    }

    [Fact]
    public async Task D11_the_log_and_the_message_hold_no_key_and_no_payment_method()
    {
        _fixture.Stripe
            .Answer(200, StripeFixture.Intent())
            .Answer(402, StripeFixture.Error("card_error", "card_declined", "\"decline_code\":\"stolen_card\","))
            .Answer(400, StripeFixture.Error("invalid_request_error", "payment_intent_unexpected_state"))
            .Answer(400, StripeFixture.Error("invalid_request_error", "not a code " + StripeFixture.PaymentMethod))
            .Answer(200, $"{StripeFixture.PaymentMethod} {StripeFixture.ApiKey}")
            .Answer(_ => throw new HttpRequestException(StripeFixture.ApiKey))
            .Answer(404, StripeFixture.Error("invalid_request_error", "resource_missing"))
            .Answer(429, StripeFixture.Error("invalid_request_error", "rate_limit"))
            .Answer(200, StripeFixture.Intent());
        var messages = new List<string?>();
        for (var i = 0; i < 6; i++)
            messages.Add((await _fixture.ConfirmAsync()).Message);
        messages.Add((await _fixture.Provider.AttachCardAsync("k", "cus_1", StripeFixture.PaymentMethod)).Message);
        messages.Add((await _fixture.Provider.AttachCardAsync("k", "", StripeFixture.PaymentMethod)).Message);
        var last = _fixture.ConfirmAsync();
        _fixture.Time.Advance(await _fixture.Time.NextDelayAsync());
        messages.Add((await last).Message);

        Assert.StartsWith("About [redacted] and [redacted]", messages[1], StringComparison.Ordinal);
        Assert.All(_fixture.Log.EventIds, id => Assert.InRange(id, 2301, 2399));
        Assert.Contains("pi_1", _fixture.Log.Everything, StringComparison.Ordinal);
        foreach (var canary in new[] { "canary", "jane", "_secret_" })
        {
            Assert.DoesNotContain(canary, _fixture.Log.Everything, StringComparison.OrdinalIgnoreCase);
            Assert.All(messages, message => Assert.DoesNotContain(canary, message ?? "", StringComparison.OrdinalIgnoreCase));
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset in mid-body");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("reset in mid-body");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("reset in mid-body");
    }
}
