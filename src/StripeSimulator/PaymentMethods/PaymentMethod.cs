using System.Collections.Immutable;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.PaymentMethods;

internal sealed record PaymentMethod : Resource
{
    public override string Object => "payment_method";

    public string Type { get; } = "card";

    public required Card Card { get; init; }

    /// <summary>Null before it is attached, and after it is detached.</summary>
    public string? Customer { get; init; }

    public BillingDetails BillingDetails { get; init; } = new();

    public bool Livemode { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The test card that it was made from: tells what its charges come to.</summary>
    public required string SimulatorCard { get; init; }

    /// <summary>A detached payment method can never be used again.</summary>
    public bool SimulatorDetached { get; init; }
}

internal sealed record Card
{
    public required string Brand { get; init; }

    public required string Last4 { get; init; }

    public required int ExpMonth { get; init; }

    public required int ExpYear { get; init; }

    public string Country { get; } = "US";

    public string Funding { get; } = "credit";

    public required string Fingerprint { get; init; }
}

/// <summary>Always empty here: the simulator wants no personal data.</summary>
internal sealed record BillingDetails
{
    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }
}
