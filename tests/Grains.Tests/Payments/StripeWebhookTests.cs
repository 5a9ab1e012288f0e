using System.Security.Cryptography;
using System.Text;
using Billing.Domain;
using Billing.Grains.Payments;
using NodaTime;
using Xunit;

namespace Billing.Grains.Tests.Payments;

public sealed class StripeWebhookTests
{
    private const string Secret = "whsec_canary";
    private const string Body = """
        {"id":"evt_1","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent",
         "metadata":{"organizationId":"org_1","deployment":"dep_1","note":"schön"}}}}
        """;

    private static readonly Instant Now = Instant.FromUtc(2025, 6, 1, 12, 0);
    private static readonly long Seconds = Now.ToUnixTimeSeconds();
    private static readonly WebhookHint Hint = new("evt_1", "pi_1", new OrganizationId("org_1"), "dep_1");

    private readonly StripeWebhook _webhook = new(new StripeOptions { WebhookSecret = Secret });

    [Fact]
    public void F8_a_genuine_webhook_says_where_to_look_however_often_it_comes()
    {
        Assert.Equal(Hint, _webhook.Read(Body, Header(Body), Now));
        Assert.Equal(Hint, _webhook.Read(Encoding.UTF8.GetBytes(Body), Header(Body), Now));
    }

    [Fact]
    public void F9_the_signature_is_the_one_that_the_client_library_makes() =>
        Assert.Equal(Hint, _webhook.Read(Body, Stripe.EventUtility.GenerateSignatureHeader(Body, Secret, Seconds), Now));

    [Theory, InlineData(-301, false), InlineData(-300, true), InlineData(0, true), InlineData(300, true), InlineData(301, false)]
    public void F9_a_signature_holds_for_300_seconds_before_and_after(long offset, bool genuine) =>
        Assert.Equal(genuine, _webhook.Read(Body, Header(Body, Seconds + offset), Now) is not null);

    [Fact]
    public void F9_one_of_several_signatures_is_enough()
    {
        var forged = Sign("whsec_old", Body, Seconds);
        var good = Sign(Secret, Body, Seconds);

        Assert.Equal(Hint, _webhook.Read(Body, $"t={Seconds},v1={forged},v1={good},v0={forged}", Now));
        Assert.Equal(Hint, _webhook.Read(Body, $"t={Seconds}, v1={good}, v1=short", Now));
        Assert.Null(_webhook.Read(Body, $"t={Seconds},v1={forged},v1={forged}", Now));
        Assert.Null(_webhook.Read(Body, $"t={Seconds},v0={good}", Now));
    }

    [Fact]
    public void F9_forged_and_tampered_are_refused()
    {
        Assert.Null(_webhook.Read(Body, $"t={Seconds},v1={Sign("whsec_other", Body, Seconds)}", Now));
        Assert.Null(_webhook.Read(Body.Replace("org_1", "org_2", StringComparison.Ordinal), Header(Body), Now));
        Assert.Null(_webhook.Read(Body + " ", Header(Body), Now));
        Assert.Null(_webhook.Read(Body, Header(Body).Replace($"t={Seconds}", $"t={Seconds + 1}", StringComparison.Ordinal), Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("=")]
    [InlineData("t")]
    [InlineData("t=,v1={v1}")]
    [InlineData("t=abc,v1={v1}")]
    [InlineData("t=-1,v1={v1}")]
    [InlineData("t= {t},v1={v1}")]
    [InlineData("t=99999999999999999999,v1={v1}")]
    [InlineData("v1={v1}")]
    [InlineData("t={t}")]
    [InlineData("t={t},v1=")]
    [InlineData("t={t},v1=zz{v1}")]
    [InlineData("t={t},t={t},v1={v1}")]
    public void F9_a_malformed_header_is_refused(string? header)
    {
        header = header?.Replace("{t}", $"{Seconds}", StringComparison.Ordinal).Replace("{v1}", Sign(Secret, Body, Seconds), StringComparison.Ordinal);

        Assert.Null(_webhook.Read(Body, header, Now));
    }

    [Fact]
    public void F9_a_header_of_a_megabyte_is_not_read() =>
        Assert.Null(_webhook.Read(Body, Header(Body) + string.Concat(Enumerable.Repeat(",v1=00", 200_000)), Now));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"evt_1\"")]
    [InlineData("{\"id\":1,\"type\":\"payment_intent.succeeded\"}")]
    [InlineData("{\"id\":\"evt 1\",\"type\":\"payment_intent.succeeded\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\"} trailing")]
    [InlineData("{\"id\":\"\\ud800\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":null}")]
    public void F9_a_signed_body_that_is_no_event_is_refused(string body) => Assert.Null(_webhook.Read(body, Header(body), Now));

    [Fact]
    public void F9_bytes_that_are_no_text_are_refused()
    {
        byte[] body = [.. "{\"id\":\""u8, 0xff, .. "\",\"type\":\"x\"}"u8];
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Seconds}."), .. body];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed);

        Assert.Null(_webhook.Read(body, $"t={Seconds},v1={Convert.ToHexStringLower(signature)}", Now));
    }

    [Theory]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"brand.new\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"brand.new\",\"data\":[]}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"customer.created\",\"data\":{\"object\":{\"id\":\"cus_1\",\"object\":\"customer\"}}}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"payment_intent.created\",\"data\":{\"object\":{\"id\":\"../x\",\"object\":\"payment_intent\"}}}")]
    public void An_event_of_no_use_is_accepted_with_nothing_to_do(string body) =>
        Assert.Equal(new WebhookHint("evt_1", null, null, null), _webhook.Read(body, Header(body), Now));

    [Theory]
    [InlineData("charge", "charge.refunded")]
    [InlineData("refund", "refund.updated")]
    public void A_charge_and_a_refund_lead_to_their_intent(string kind, string type)
    {
        var body = $$$"""{"id":"evt_1","type":"{{{type}}}","data":{"object":{"object":"{{{kind}}}","payment_intent":"pi_1","metadata":{"organizationId":"org_1"} } } }""";

        Assert.Equal(new WebhookHint("evt_1", "pi_1", new OrganizationId("org_1"), null), _webhook.Read(body, Header(body), Now));
    }

    [Theory, InlineData("{}"), InlineData("null"), InlineData("{\"organizationId\":7}"), InlineData("{\"organizationId\":\"org/1\"}")]
    public void An_intent_that_does_not_say_whose_it_is_belongs_to_nobody(string metadata)
    {
        var body = $$$"""{"id":"evt_1","type":"x","data":{"object":{"object":"payment_intent","id":"pi_1","metadata":{{{metadata}}} } } }""";

        Assert.Equal(new WebhookHint("evt_1", "pi_1", null, null), _webhook.Read(body, Header(body), Now));
    }

    [Theory, InlineData(null), InlineData("")]
    public void F9_without_a_secret_nothing_is_genuine(string? secret)
    {
        var webhook = new StripeWebhook(new StripeOptions { WebhookSecret = secret });

        Assert.Null(webhook.Read(Body, $"t={Seconds},v1={Sign("", Body, Seconds)}", Now));
    }

    private static string Header(string body, long? seconds = null) => $"t={seconds ?? Seconds},v1={Sign(Secret, body, seconds ?? Seconds)}";

    private static string Sign(string secret, string body, long seconds) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")));
}
