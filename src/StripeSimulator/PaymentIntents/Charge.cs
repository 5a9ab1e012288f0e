using System.Collections.Immutable;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.PaymentIntents;

/// <summary>One attempt to take money, successful or not.</summary>
internal sealed record Charge : Resource
{
    public override string Object => "charge";

    public required long Amount { get; init; }

    public required long AmountCaptured { get; init; }

    public long AmountRefunded { get; init; }

    public bool Captured => AmountCaptured > 0;

    public required string Currency { get; init; }

    public string? Customer { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public bool Livemode { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public required ChargeOutcome Outcome { get; init; }

    public bool Paid => Status == Succeeded;

    public required string PaymentIntent { get; init; }

    public required string PaymentMethod { get; init; }

    public required ChargeMethodDetails PaymentMethodDetails { get; init; }

    public bool Refunded => Amount == AmountRefunded;

    /// <summary><c>succeeded</c>, <c>pending</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The idempotency key of the confirm that it comes from.</summary>
    public string? SimulatorIdempotencyKey { get; init; }

    public const string Succeeded = "succeeded";
    public const string Pending = "pending";
    public const string Failed = "failed";
}

/// <param name="Reason">The bank's decline code.</param>
internal sealed record ChargeOutcome(string NetworkStatus, string? Reason, string RiskLevel, string SellerMessage, string Type)
{
    public static readonly ChargeOutcome Authorized = new("approved_by_network", null, "normal", "Payment complete.", "authorized");

    public static readonly ChargeOutcome Pending = new("approved_by_network", null, "normal", "Payment pending.", "authorized");

    public static ChargeOutcome Declined(CardRefusal refusal) =>
        new("declined_by_network", refusal.DeclineCode ?? refusal.Code, "normal",
            "The bank did not return any further details with this decline.", "issuer_declined");
}

internal sealed record ChargeMethodDetails(Card Card)
{
    public string Type { get; } = "card";
}
