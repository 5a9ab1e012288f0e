using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.Refunds;
using Billing.StripeSimulator.SetupIntents;

namespace Billing.StripeSimulator.Persistence;

/// <summary>Stripe's spelling: snake case, explicit nulls. Generated at compile time, since reflection would cost the program's start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Resource))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(PaymentMethod))]
[JsonSerializable(typeof(SetupIntent))]
[JsonSerializable(typeof(PaymentIntent))]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(LogEntry))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>Bodies are JSON for programs, never part of a page: no need to escape what HTML would misread.</summary>
    public static Json Stripe { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Bytes(Resource resource) => JsonSerializer.SerializeToUtf8Bytes(resource, resource.GetType(), Stripe);

    public static JsonElement Element(Resource resource) => JsonSerializer.SerializeToElement(resource, resource.GetType(), Stripe);
}
