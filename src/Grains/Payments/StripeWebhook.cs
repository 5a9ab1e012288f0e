using System.Text;
using System.Text.Json;
using Billing.Domain;
using NodaTime;

namespace Billing.Grains.Payments;

/// <summary>Reads Stripe's webhooks: the signature over the raw bytes first, and only then the body (F9). The body's limit, 256 KiB, is
/// the endpoint's.</summary>
/// <param name="options">Without a webhook secret, every webhook is refused.</param>
public sealed class StripeWebhook(StripeOptions options)
{
    private readonly StripeSignature? _signature =
        string.IsNullOrEmpty(options.WebhookSecret) ? null : new StripeSignature(options.WebhookSecret);

    /// <summary>Checks and reads one delivery.</summary>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="signatureHeader">The header <c>Stripe-Signature</c>; null when there is none.</param>
    /// <param name="now">The system's time, never a test clock's.</param>
    /// <returns>Null for what is forged, more than 300 s old or ahead, or malformed: answer 400.</returns>
    public WebhookHint? Read(ReadOnlySpan<byte> body, string? signatureHeader, Instant now)
    {
        if (_signature is null || signatureHeader is null || !_signature.IsGenuine(body, signatureHeader, now))
            return null;

        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? null : HintOf(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: a string that is no text, such as half a surrogate pair.
        }
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string?, Instant)"/>
    public WebhookHint? Read(string body, string? signatureHeader, Instant now) => Read(Encoding.UTF8.GetBytes(body), signatureHeader, now);

    private static WebhookHint? HintOf(JsonElement notice)
    {
        if (Text(notice, "id") is not { } eventId || !StripeText.IsId(eventId) || Text(notice, "type") is null)
            return null;

        var subject = Member(Member(notice, "data"), "object");
        var intentId = Text(subject, "object") switch
        {
            "payment_intent" => Text(subject, "id"),
            "charge" or "refund" => Text(subject, "payment_intent"),
            _ => null,
        };
        if (!StripeText.IsId(intentId))
            return new WebhookHint(eventId, null, null, null);

        var metadata = Member(subject, "metadata");
        var organization = Text(metadata, StripeMetadata.OrganizationId);
        return new WebhookHint(
            eventId,
            intentId,
            StripeText.IsId(organization) ? new OrganizationId(organization!) : null,
            Text(metadata, StripeMetadata.Deployment));
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
