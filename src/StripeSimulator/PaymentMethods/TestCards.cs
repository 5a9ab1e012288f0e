using System.Collections.Frozen;

namespace Billing.StripeSimulator.PaymentMethods;

/// <summary>A bank's refusal, in Stripe's words.</summary>
internal sealed record CardRefusal(string Code, string? DeclineCode, string Message)
{
    public static readonly CardRefusal Generic = Declined("generic_decline");

    public static readonly CardRefusal InsufficientFunds = new("card_declined", "insufficient_funds", "Your card has insufficient funds.");

    public static readonly CardRefusal Expired = new("expired_card", null, "Your card has expired.");

    public static readonly CardRefusal Processing =
        new("processing_error", null, "An error occurred while processing your card. Try again in a little bit.");

    public static readonly CardRefusal AuthenticationRequired =
        new("authentication_required", "authentication_required", "Your card was declined. This transaction requires authentication.");

    public static CardRefusal Declined(string declineCode) => new("card_declined", declineCode, "Your card was declined.");
}

/// <summary>What a charge of a test card comes to.</summary>
internal enum ChargeBehavior
{
    Succeeds,
    IsRefused,

    /// <summary>3-D Secure with the cardholder present, a decline without.</summary>
    AsksCardholder,

    /// <summary>Stays <c>processing</c> until somebody settles it.</summary>
    Pends,
}

/// <summary>A test card by the id of its payment method.</summary>
/// <param name="OnAttach">Why it cannot be attached; null when it can.</param>
/// <param name="OnCharge">Why its charges are declined, for <see cref="ChargeBehavior.IsRefused"/>.</param>
/// <param name="IsOurs">Not one of Stripe's public ones: only this simulator knows it.</param>
internal sealed record TestCard(
    string Id,
    string Brand,
    string Last4,
    string Does,
    CardRefusal? OnAttach = null,
    ChargeBehavior Behavior = ChargeBehavior.Succeeds,
    CardRefusal? OnCharge = null,
    bool IsOurs = false);

internal static class TestCards
{
    public static IReadOnlyList<TestCard> All { get; } =
    [
        new("pm_card_visa", "visa", "4242", "charges succeed"),
        new("pm_card_mastercard", "mastercard", "4444", "charges succeed"),
        new("pm_card_amex", "amex", "8431", "charges succeed"),
        new("pm_card_discover", "discover", "9424", "charges succeed"),
        Unattachable("pm_card_visa_chargeDeclined", "0002", CardRefusal.Generic),
        Unattachable("pm_card_visa_chargeDeclinedInsufficientFunds", "9995", CardRefusal.InsufficientFunds),
        Unattachable("pm_card_visa_chargeDeclinedLostCard", "9987", CardRefusal.Declined("lost_card")),
        Unattachable("pm_card_visa_chargeDeclinedStolenCard", "9979", CardRefusal.Declined("stolen_card")),
        Unattachable("pm_card_chargeDeclinedExpiredCard", "0069", CardRefusal.Expired),
        Unattachable("pm_card_chargeDeclinedProcessingError", "0119", CardRefusal.Processing),
        Declining("pm_card_chargeCustomerFail", "0341", CardRefusal.Generic),
        Declining("pm_card_chargeCustomerFailStolen", "0342", CardRefusal.Declined("stolen_card"), isOurs: true),
        Declining("pm_card_chargeCustomerFailInsufficientFunds", "0343", CardRefusal.InsufficientFunds, isOurs: true),
        new("pm_card_authenticationRequired", "visa", "3184",
            "attaches; asks for 3-D Secure when the customer is present, is declined with authentication_required when not",
            Behavior: ChargeBehavior.AsksCardholder),
        new("pm_card_chargeProcessing", "visa", "0344", "attaches; charges stay processing until they are settled",
            Behavior: ChargeBehavior.Pends, IsOurs: true),
    ];

    private static FrozenDictionary<string, TestCard> ById { get; } = All.ToFrozenDictionary(card => card.Id, StringComparer.Ordinal);

    public static TestCard? Find(string id) => ById.GetValueOrDefault(id);

    private static TestCard Unattachable(string id, string last4, CardRefusal why) =>
        new(id, "visa", last4, $"cannot be attached: {why.DeclineCode ?? why.Code}", OnAttach: why, Behavior: ChargeBehavior.IsRefused, OnCharge: why);

    private static TestCard Declining(string id, string last4, CardRefusal why, bool isOurs = false) =>
        new(id, "visa", last4, $"attaches; charges are declined: {why.DeclineCode ?? why.Code}",
            Behavior: ChargeBehavior.IsRefused, OnCharge: why, IsOurs: isOurs);
}
