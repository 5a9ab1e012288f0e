using System.Collections.Immutable;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.SetupIntents;

internal sealed record SetupIntent : Resource
{
    public override string Object => "setup_intent";

    public ImmutableArray<string>? AllowedPaymentMethodTypes { get; init; }

    public required string ClientSecret { get; init; }

    public string? Customer { get; init; }

    public string? Description { get; init; }

    public Error? LastSetupError { get; init; }

    public bool Livemode { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public NextAction? NextAction { get; init; }

    public string? PaymentMethod { get; init; }

    public ImmutableArray<string> PaymentMethodTypes { get; init; } = ["card"];

    /// <summary><c>requires_payment_method</c>, <c>requires_confirmation</c>, <c>requires_action</c> or <c>succeeded</c>.</summary>
    public required string Status { get; init; }

    public required string Usage { get; init; }
}
