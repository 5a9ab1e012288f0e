using System.Collections.Immutable;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Refunds;

internal sealed record Refund : Resource
{
    public override string Object => "refund";

    public required long Amount { get; init; }

    public required string Charge { get; init; }

    public required string Currency { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public required string PaymentIntent { get; init; }

    public string? Reason { get; init; }

    public string Status { get; } = "succeeded";
}
