using System.Collections.Immutable;
using Billing.StripeSimulator.Http;

namespace Billing.StripeSimulator.PaymentMethods;

/// <summary>The simulated account takes cards and nothing else.</summary>
internal static class CardsOnly
{
    /// <summary>From this version on Stripe refuses <c>payment_method_types</c>; <c>allowed_payment_method_types</c> takes its place.</summary>
    private const string VersionWithoutTypes = "2026-09-30";

    /// <summary>Checks what the caller wants to be paid with.</summary>
    /// <returns>The <c>allowed_payment_method_types</c> of the call; null when it names none.</returns>
    public static ImmutableArray<string>? Check(Call call)
    {
        var types = call.Form.List("payment_method_types");
        if (!types.IsEmpty && string.CompareOrdinal(call.RequestedVersion, VersionWithoutTypes) >= 0)
        {
            throw Refusal.BadParameter("payment_method_types_no_longer_supported", "payment_method_types",
                "The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` instead.");
        }

        if (types.FirstOrDefault(type => type != "card") is { } other)
        {
            throw Refusal.BadParameter("payment_intent_invalid_parameter", "payment_method_types",
                $"The payment method type \"{other}\" is invalid. Please ensure the provided type is activated in your dashboard.");
        }

        // Types that do not fit are left out without an error, but something must remain.
        var allowed = call.Form.List("allowed_payment_method_types");
        if (!allowed.IsEmpty && !allowed.Contains("card"))
        {
            throw Refusal.BadParameter("payment_intent_invalid_parameter", "allowed_payment_method_types",
                "No valid payment method types for this intent: only card is activated.");
        }

        return allowed.IsEmpty ? null : allowed;
    }
}
