using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.PaymentIntents;

/// <summary>Takes money at most once in its life, whatever happens to it.</summary>
internal sealed record PaymentIntent : Resource
{
    public override string Object => "payment_intent";

    public ImmutableArray<string>? AllowedPaymentMethodTypes { get; init; }

    /// <summary>In Stripe's smallest unit of the currency.</summary>
    public required long Amount { get; init; }

    public long AmountCapturable { get; init; }

    public long AmountReceived { get; init; }

    public long? CanceledAt { get; init; }

    public string? CancellationReason { get; init; }

    public string CaptureMethod { get; } = "automatic";

    public required string ClientSecret { get; init; }

    public string ConfirmationMethod { get; } = "automatic";

    public required string Currency { get; init; }

    public string? Customer { get; init; }

    public string? Description { get; init; }

    public Error? LastPaymentError { get; init; }

    /// <summary>The newest attempt, a failed one included.</summary>
    public string? LatestCharge { get; init; }

    public bool Livemode { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public NextAction? NextAction { get; init; }

    /// <summary>Null again after an attempt that failed.</summary>
    public string? PaymentMethod { get; init; }

    public ImmutableArray<string> PaymentMethodTypes { get; init; } = ["card"];

    public string? ReceiptEmail { get; init; }

    public string? SetupFutureUsage { get; init; }

    /// <summary>One of <see cref="IntentStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The key of the confirm that waits for the cardholder or the bank: its charge, when it comes, belongs to that key.</summary>
    public string? SimulatorConfirmKey { get; init; }
}

internal static class IntentStatus
{
    public const string RequiresPaymentMethod = "requires_payment_method";
    public const string RequiresConfirmation = "requires_confirmation";
    public const string RequiresAction = "requires_action";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Canceled = "canceled";
}

/// <summary>Where the cardholder goes on: by Stripe's script in the page, or to another page when the caller named a way back.</summary>
internal sealed record NextAction
{
    public required string Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RedirectToUrl? RedirectToUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UseStripeSdk? UseStripeSdk { get; init; }

    /// <param name="cardholder">The simulator's page that plays the cardholder.</param>
    public static NextAction For(string? returnUrl, string cardholder) => returnUrl is null
        ? new() { Type = "use_stripe_sdk", UseStripeSdk = new("three_d_secure_redirect", cardholder) }
        : new() { Type = "redirect_to_url", RedirectToUrl = new(returnUrl, cardholder) };
}

internal sealed record RedirectToUrl(string ReturnUrl, string Url);

internal sealed record UseStripeSdk(string Type, string StripeJs);
