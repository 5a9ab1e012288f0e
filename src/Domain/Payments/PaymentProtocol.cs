using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Payments;

/// <summary>The next call to the payment provider, by the state alone: after a crash the same as before it.</summary>
public abstract record PaymentStep(Invoice Invoice);

/// <summary>Create the intent, not confirmed.</summary>
public sealed record CreateIntentStep(Invoice Invoice, PaymentAttempt Attempt) : PaymentStep(Invoice);

/// <summary>Whether the intent was made is not known, or the create's key is too old: list the customer's intents and look for ours.</summary>
public sealed record FindIntentStep(Invoice Invoice, PaymentAttempt Attempt) : PaymentStep(Invoice);

public sealed record ConfirmIntentStep(Invoice Invoice, string IntentId, PaymentAttempt Attempt) : PaymentStep(Invoice);

public sealed record RetrieveIntentStep(Invoice Invoice, string IntentId) : PaymentStep(Invoice);

/// <summary>Look whether the cardholder has confirmed. Nothing is in doubt meanwhile, and a look that fails changes nothing.</summary>
public sealed record LookForCardholderStep(Invoice Invoice, string IntentId) : PaymentStep(Invoice);

public sealed record CancelIntentStep(Invoice Invoice, string IntentId, PendingCancel Cancel) : PaymentStep(Invoice);

/// <summary>Make a refund that is not among the intent's refunds: always listed first, since a key is forgotten after a day and nobody knows how long
/// a process was down.</summary>
public sealed record RefundStep(Invoice Invoice, string IntentId, Refund Refund) : PaymentStep(Invoice);

public static class PaymentProtocol
{
    /// <summary>A key is used again within this age; the provider keeps keys for a day.</summary>
    public static readonly Duration KeyLife = Duration.FromHours(23);

    /// <summary>What is to be called now; null where nothing is, or all of it waits for a later look-up.</summary>
    /// <param name="waiting">Invoice numbers not to look at in this round.</param>
    /// <param name="asked">An invoice that somebody asks about: its look-up does not wait for its time.</param>
    public static PaymentStep? Next(OrganizationState state, Instant realNow, IReadOnlySet<int> waiting, int? asked = null) => Steps(state, realNow)
        .Where(step => !waiting.Contains(step.Invoice.Number))
        .FirstOrDefault(step => DueAt(step, realNow) <= realNow || (step.Invoice.Number == asked && step is not LookForCardholderStep));

    /// <summary>The next moment, in real time, at which <see cref="Next"/> has something; null where never.</summary>
    public static Instant? NextAt(OrganizationState state, Instant realNow) => Steps(state, realNow).Select(step => (Instant?)DueAt(step, realNow)).Min();

    /// <summary>A key of the provider: <c>v1:{deployment}:{invoice}:…</c> (P13).</summary>
    public static string Key(string deployment, InvoiceId invoice, string what) => $"v1:{deployment}:{invoice}:{what}";

    /// <summary>Whether the attempt's keys may be used again.</summary>
    public static bool IsFresh(PaymentAttempt attempt, Instant realNow) => realNow - attempt.SentAt < KeyLife;

    private static IEnumerable<PaymentStep> Steps(OrganizationState state, Instant realNow) =>
        state.Unfinished.Select(state.Invoice).Select(invoice => Step(invoice, realNow)).OfType<PaymentStep>();

    /// <summary>Now, where a step waits for nothing.</summary>
    private static Instant DueAt(PaymentStep step, Instant realNow) =>
        step is LookForCardholderStep ? CardholderLooks.NextAt(step.Invoice.Payment) : step.Invoice.Payment.NextLookupAt ?? realNow;

    private static PaymentStep? Step(Invoice invoice, Instant realNow)
    {
        var payment = invoice.Payment;
        if (!invoice.IsOpen)
        {
            var refund = invoice.Refunds.FirstOrDefault(refund => refund.Status == RefundStatus.Pending);
            return refund is null || payment.IntentId is null ? null : new RefundStep(invoice, payment.IntentId, refund);
        }

        if (payment is { Cancel: { } cancel, IntentId: { } canceling }) return new CancelIntentStep(invoice, canceling, cancel);
        if (payment.LastAttempt is not { Outcome: AttemptOutcome.Pending or AttemptOutcome.Unknown } attempt)
        {
            if (payment.IntentId is not { } intentId) return null;
            if (payment.IsUnknown) return new RetrieveIntentStep(invoice, intentId);
            return payment.AwaitsCardholder ? new LookForCardholderStep(invoice, intentId) : null;
        }

        var sure = attempt.Outcome == AttemptOutcome.Pending && IsFresh(attempt, realNow);
        if (payment.IntentId is null) return sure ? new CreateIntentStep(invoice, attempt) : new FindIntentStep(invoice, attempt);
        return sure ? new ConfirmIntentStep(invoice, payment.IntentId, attempt) : new RetrieveIntentStep(invoice, payment.IntentId);
    }
}
