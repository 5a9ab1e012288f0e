using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Invoices;

/// <summary>Applies the facts of one invoice and its payment.</summary>
internal static class InvoiceFold
{
    public static OrganizationState Apply(OrganizationState state, OrganizationEvent fact, Instant at) => fact switch
    {
        InvoicePaid e => Change(state, e.Number, invoice => invoice with
        {
            Status = InvoiceStatus.Paid,
            PaidAt = at,
            PaidByCard = e.ByCard,
            Payment = Settled(invoice.Payment),
        }),
        InvoiceVoided e => Unbill(Change(state, e.Number, invoice => invoice with
        {
            Status = InvoiceStatus.Void,
            VoidReason = e.Reason,
            Payment = Settled(invoice.Payment),
        }), e),
        InvoiceFailed e => Change(state, e.Number, invoice => invoice with
        {
            FailedAt = e.FailedAt,
            Payment = invoice.Payment with { RetriesAt = e.RetriesAt },
        }),
        RefundPrepared e => Change(state, e.Number, invoice => invoice with { Refunds = invoice.Refunds.Add(e.Refund) }),
        InvoiceRefunded e => Change(state, e.Number, invoice => SetRefund(invoice, e.RefundNumber, RefundStatus.Succeeded)),
        RefundFailed e => Change(state, e.Number, invoice => SetRefund(invoice, e.RefundNumber, RefundStatus.Failed)),
        AttemptPrepared e => Payment(state, e.Number, payment => Prepared(payment, e.Attempt)),
        IntentCreated e => Payment(state, e.Number, payment => payment with
        {
            Generation = e.Generation,
            IntentId = e.IntentId,
            UnknownSince = null,
            NextLookupAt = null,
            Lookups = 0,
        }),
        AttemptSettled e => Payment(state, e.Number, payment => Settle(payment, e)),
        LookupScheduled e => Payment(state, e.Number, payment => payment with
        {
            UnknownSince = e.UnknownSince,
            Lookups = e.Lookups,
            NextLookupAt = e.NextLookupAt,
        }),
        CardholderAwaited e => Payment(state, e.Number, payment => payment with { CardholderLooks = e.Looks, NextCardholderLookAt = e.NextLookAt }),
        IntentCancelRequested e => Payment(state, e.Number, payment => payment with { Cancel = e.Cancel }),
        IntentCanceled e => Payment(state, e.Number, payment => Settled(payment) with
        {
            IntentId = null,
            Generation = payment.Generation + 1,
            RetriesAt = payment.RetriesAt,
        }),
        _ => throw new InvalidOperationException($"No rule applies {fact.GetType().Name}."),
    };

    /// <summary>What a void invoice had billed for the running period was never paid, so nothing of it can be credited (P9).
    /// What waited for its money had billed nothing yet; what a new contract replaced belongs to the old one.</summary>
    private static OrganizationState Unbill(OrganizationState state, InvoiceVoided voided)
    {
        var invoice = state.Invoice(voided.Number);
        if (voided.Reason == VoidReason.Replaced || invoice is not { Grant: null, Billed: { } billed }) return state;
        return state.Contract is { } contract && contract.CurrentPeriod == invoice.Period
            ? state with { Contract = contract with { Billed = contract.Billed.Less(billed) } } : state;
    }

    private static PaymentProgress Prepared(PaymentProgress payment, PaymentAttempt attempt) => payment with
    {
        Attempts = payment.Attempts.Add(attempt),
        ClientSecret = null,
        CardholderLooks = 0,
        NextCardholderLookAt = null,
        RetriesAt = payment.RetriesAt.RemoveAll(retry => retry <= attempt.At),
    };

    private static PaymentProgress Settle(PaymentProgress payment, AttemptSettled settled)
    {
        var index = payment.Attempts.FindIndex(attempt => attempt.Number == settled.Attempt);
        var attempt = payment.Attempts[index] with { Outcome = settled.Outcome, DeclineCode = settled.DeclineCode, ChargeId = settled.ChargeId };
        return payment with
        {
            Attempts = payment.Attempts.SetItem(index, attempt),
            ClientSecret = settled.ClientSecret,
            UnknownSince = null,
            NextLookupAt = null,
            Lookups = 0,
        };
    }

    private static PaymentProgress Settled(PaymentProgress payment) => payment with
    {
        ClientSecret = null,
        CardholderLooks = 0,
        NextCardholderLookAt = null,
        Cancel = null,
        UnknownSince = null,
        NextLookupAt = null,
        Lookups = 0,
        RetriesAt = [],
    };

    private static Invoice SetRefund(Invoice invoice, int number, RefundStatus status) => invoice with
    {
        Refunds = invoice.Refunds.SetItem(number - 1, invoice.Refunds[number - 1] with { Status = status }),
        Payment = Settled(invoice.Payment),
    };

    private static OrganizationState Payment(OrganizationState state, int number, Func<PaymentProgress, PaymentProgress> change) =>
        Change(state, number, invoice => invoice with { Payment = change(invoice.Payment) });

    private static OrganizationState Change(OrganizationState state, int number, Func<Invoice, Invoice> change)
    {
        var invoice = change(state.Invoice(number));
        var unfinished = invoice.IsOpen || invoice.Refunds.Any(refund => refund.Status == RefundStatus.Pending);
        return state with
        {
            Invoices = state.Invoices.SetItem(number - 1, invoice),
            Unfinished = unfinished ? state.Unfinished.Add(number) : state.Unfinished.Remove(number),
        };
    }

    private static int FindIndex<T>(this System.Collections.Immutable.ImmutableArray<T> items, Func<T, bool> match)
    {
        for (var index = items.Length - 1; index >= 0; index--)
            if (match(items[index])) return index;
        throw new InvalidOperationException("Nothing matches.");
    }
}
