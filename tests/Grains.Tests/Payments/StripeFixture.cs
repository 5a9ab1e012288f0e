using Billing.Domain.Payments;
using Billing.Grains.Payments;

namespace Billing.Grains.Tests.Payments;

/// <summary>The adapter over a stub, with fake time and a log that is kept.</summary>
internal sealed class StripeFixture : IDisposable
{
    public const string ApiKey = "sk_test_canaryKey0123456789";
    public const string PaymentMethod = "pm_canaryMethod0123456789";

    public static readonly IntentMetadata Metadata = new("dep_1", "org_1", "inv_1", "2025-000007", 3);

    public StripeFixture() => Provider = new StripePaymentProvider(
        new StripeOptions { ApiKey = ApiKey, ApiBase = "http://stripe.test:12111/" }, Time, Log, Stripe);

    public RecordingTime Time { get; } = new();

    public StubStripe Stripe { get; } = new();

    public RecordingLogger Log { get; } = new();

    public StripePaymentProvider Provider { get; }

    public static string Intent(
        string id = "pi_1", string status = "succeeded", long amount = 1000, string currency = "usd", long created = 1_750_000_000, string extra = "") => $$"""
        {"id":"{{id}}","object":"payment_intent","status":"{{status}}","amount":{{amount}},"amount_received":{{(status == "succeeded" ? amount : 0)}},
         "currency":"{{currency}}","customer":"cus_1","client_secret":"{{id}}_secret_x","latest_charge":"ch_1","created":{{created}},{{extra}}
         "metadata":{"deployment":"dep_1","organizationId":"org_1","invoiceId":"inv_1","invoiceNumber":"2025-000007","generation":"3"} }
        """;

    public static string Error(string type, string? code = null, string extra = "") => $$"""
        {"error":{"type":"{{type}}",{{(code is null ? "" : $"\"code\":\"{code}\",")}}{{extra}}"message":"About {{PaymentMethod}} and {{ApiKey}}, jane@example.com"} }
        """;

    public Task<ProviderAnswer<IntentView>> ConfirmAsync() =>
        Provider.ConfirmIntentAsync("v1:dep_1:inv_1:3:confirm:1", "pi_1", PaymentMethod, offSession: true);

    public void Dispose()
    {
        Provider.Dispose();
        Stripe.Dispose();
    }
}
