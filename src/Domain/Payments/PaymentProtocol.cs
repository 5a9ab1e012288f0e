using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Payments;

/// <summary>The next call to the payment provider, by the state alone: after a crash the same as before it.</summary>
public abstract record PaymentStep(Invoice Invoice);

/// <summary>Create the intent, not confirmed.</summary>
public sealed record CreateIntentStep(Invoice Invoice, PaymentAttempt Attempt) : PaymentStep(Invoice);

/// <summary>The create's key is too old: list the customer's intents and look for ours.</summary>
public sealed record FindIntentStep(Invoice Invoice, PaymentAttempt Attempt) : PaymentStep(Invoice);

public sealed record ConfirmIntentStep(Invoice Invoice, string IntentId, PaymentAttempt Attempt) : PaymentStep(Invoice);

public sealed record RetrieveIntentStep(Invoice Invoice, string IntentId) : PaymentStep(Invoice);

public sealed record CancelIntentStep(Invoice Invoice, string IntentId, PendingCancel Cancel) : PaymentStep(Invoice);

public sealed record RefundStep(Invoice Invoice, string IntentId, Refund Refund) : PaymentStep(Invoice);

/// <summary>A refund's outcome is not known: list the intent's refunds.</summary>
public sealed record FindRefundStep(Invoice Invoice, string IntentId, Refund Refund) : PaymentStep(Invoice);

public static class PaymentProtocol
{
    /// <summary>A key is used again within this age; the provider keeps keys for a day.</summary>
    public static readonly Duration KeyLife = Duration.FromHours(23);

    /// <summary>What is to be called now; null where nothing is, or all of it waits for a later look-up.</summary>
    /// <param name="waiting">Invoice numbers not to look at in this round.</param>
    public static PaymentStep? Next(OrganizationState state, Instant realNow, IReadOnlySet<int> waiting) => state.Unfinished
        .Where(number => !waiting.Contains(number)).Select(state.Invoice)
        .Where(invoice => invoice.Payment.NextLookupAt is not { } next || next <= realNow)
        .Select(invoice => Step(invoice, realNow)).FirstOrDefault(step => step is not null);

    /// <summary>The next moment, in real time, at which <see cref="Next"/> has something; null where never.</summary>
    public static Instant? NextAt(OrganizationState state, Instant realNow) => state.Unfinished.Select(state.Invoice)
        .Where(invoice => Step(invoice, realNow) is not null)
        .Select(invoice => (Instant?)(invoice.Payment.NextLookupAt ?? realNow)).Min();

    /// <summary>A key of the provider: <c>v1:{deployment}:{invoice}:…</c> (P13).</summary>
    public static string Key(string deployment, InvoiceId invoice, string what) => $"v1:{deployment}:{invoice}:{what}";

    private static PaymentStep? Step(Invoice invoice, Instant realNow)
    {
        var payment = invoice.Payment;
        if (!invoice.IsOpen)
        {
            var refund = invoice.Refunds.FirstOrDefault(refund => refund.Status == RefundStatus.Pending);
            if (refund is null || payment.IntentId is null) return null;
            return payment.IsUnknown ? new FindRefundStep(invoice, payment.IntentId, refund) : new RefundStep(invoice, payment.IntentId, refund);
        }

        if (payment is { Cancel: { } cancel, IntentId: { } canceling }) return new CancelIntentStep(invoice, canceling, cancel);
        if (payment.LastAttempt is not { Outcome: AttemptOutcome.Pending or AttemptOutcome.Unknown } attempt) return null;
        var fresh = realNow - attempt.SentAt < KeyLife;
        if (payment.IntentId is null) return fresh ? new CreateIntentStep(invoice, attempt) : new FindIntentStep(invoice, attempt);
        return attempt.Outcome == AttemptOutcome.Pending && fresh
            ? new ConfirmIntentStep(invoice, payment.IntentId, attempt)
            : new RetrieveIntentStep(invoice, payment.IntentId);
    }
}
