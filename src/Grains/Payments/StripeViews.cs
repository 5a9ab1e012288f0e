using Billing.Domain.Payments;
using NodaTime;
using Stripe;

namespace Billing.Grains.Payments;

/// <summary>Reads Stripe's objects. Null means: not readable as what was asked for, so nothing is known (never a guess).</summary>
internal static class StripeViews
{
    public static CustomerView? Customer(Customer? customer) => StripeText.IsId(customer?.Id) ? new(customer!.Id) : null;

    public static SetupIntentView? SetupIntent(SetupIntent? intent) =>
        StripeText.IsId(intent?.Id) && !string.IsNullOrEmpty(intent!.ClientSecret) ? new(intent.Id, intent.ClientSecret) : null;

    public static CardView? Card(PaymentMethod? method) =>
        StripeText.IsId(method?.Id) && method!.Card is { Brand: { } brand, Last4: { } last4 } card
            ? new(method.Id, brand, last4, checked((int)card.ExpMonth), checked((int)card.ExpYear))
            : null;

    public static IntentView? Intent(PaymentIntent? intent)
    {
        if (!StripeText.IsId(intent?.Id) || StatusOf(intent!.Status) is not { } status || intent.Currency is not { } currency)
            return null;
        if (!StripeAmount.TryFromStripe(intent.Amount, currency, out var amount)
            || !StripeAmount.TryFromStripe(intent.AmountReceived, currency, out var received))
            return null;

        return new(
            intent.Id,
            status,
            amount,
            received,
            currency.ToUpperInvariant(),
            intent.CustomerId ?? "",
            intent.ClientSecret,
            intent.LatestChargeId,
            StripeText.CodeOrNull(intent.LastPaymentError?.Code),
            StripeText.CodeOrNull(intent.LastPaymentError?.DeclineCode),
            Instant.FromDateTimeUtc(DateTime.SpecifyKind(intent.Created, DateTimeKind.Utc)),
            StripeMetadata.Read(intent.Metadata));
    }

    public static RefundView? Refund(Refund? refund) =>
        StripeText.IsId(refund?.Id) && refund is { Currency: { } currency, Status: { } status }
        && StripeAmount.TryFromStripe(refund.Amount, currency, out var amount)
            ? new(refund.Id, amount, currency.ToUpperInvariant(), status, StripeMetadata.RefundNumber(refund.Metadata))
            : null;

    private static IntentStatus? StatusOf(string? status) => status switch
    {
        "requires_payment_method" => IntentStatus.RequiresPaymentMethod,
        "requires_confirmation" => IntentStatus.RequiresConfirmation,
        "requires_action" => IntentStatus.RequiresAction,
        "processing" => IntentStatus.Processing,
        "requires_capture" => IntentStatus.RequiresCapture,
        "canceled" => IntentStatus.Canceled,
        "succeeded" => IntentStatus.Succeeded,
        _ => null,
    };
}
