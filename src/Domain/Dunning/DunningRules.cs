using System.Collections.Frozen;
using System.Collections.Immutable;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Dunning;

/// <summary>What an unpaid renewal or first period does: 72 hours with access, then the billing section only (R4, R5, A2, A35).</summary>
internal static class DunningRules
{
    public static readonly Duration Grace = Duration.FromHours(72);

    private static readonly ImmutableArray<Duration> Retries = [Duration.FromHours(24), Duration.FromHours(48)];

    /// <summary>Bank codes after which the card must not be tried again (A41).</summary>
    private static readonly FrozenSet<string> NeverAgain = new[]
    {
        "stolen_card", "lost_card", "pickup_card", "fraudulent", "do_not_try_again", "stop_payment_order", "revocation_of_authorization",
        "revocation_of_all_authorizations", "merchant_blacklist",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The first refusal of a renewal: PAST_DUE with its deadline and M2. Later ones change nothing and send nothing (A41).</summary>
    public static void Declined(Turn turn, Invoice invoice, PaymentAttempt attempt, string? declineCode)
    {
        if (StartsRestriction(invoice))
        {
            turn.Record(new InvoiceFailed(invoice.Number, attempt.At, []));
            MailRules.ToBilling(turn, MailTemplate.PaymentDeclined, invoice.NumberText, Facts(turn, invoice, attempt.At));
            return;
        }

        var never = declineCode is not null && NeverAgain.Contains(declineCode);
        if (!StartsGrace(invoice))
        {
            if (never && invoice.FailedAt is { } failedAt && !invoice.Payment.RetriesAt.IsEmpty) turn.Record(new InvoiceFailed(invoice.Number, failedAt, []));
            return;
        }

        ImmutableArray<Instant> retries = never ? [] : [.. Retries.Select(retry => attempt.At + retry)];
        Fail(turn, invoice, attempt.At, retries, StatusReason.PaymentDeclined);
        MailRules.ToBilling(turn, MailTemplate.PaymentDeclined, invoice.NumberText, Facts(turn, invoice, attempt.At));
    }

    /// <summary>The bank wants the cardholder: the same 72 hours, M3 in place of M2, no automatic retries (A49).</summary>
    public static void ActionRequired(Turn turn, Invoice invoice, PaymentAttempt attempt)
    {
        if (StartsRestriction(invoice)) turn.Record(new InvoiceFailed(invoice.Number, attempt.At, []));
        else if (StartsGrace(invoice)) Fail(turn, invoice, attempt.At, [], StatusReason.PaymentDeclined);
        else return;
        MailRules.ToBilling(turn, MailTemplate.PaymentActionRequired, invoice.NumberText, Facts(turn, invoice, attempt.At));
    }

    /// <summary>Sent by mail and not paid when due (A39). Only a renewal or first period locks; the rest is reminded of (A48).</summary>
    public static void Overdue(Turn turn, Invoice invoice)
    {
        var locks = invoice.OnDecline == DeclineRule.Dunning;
        if (locks) Fail(turn, invoice, invoice.DueAt, [], StatusReason.InvoiceOverdue);
        else turn.Record(new InvoiceFailed(invoice.Number, invoice.DueAt, []));
        MailRules.ToBilling(turn, MailTemplate.InvoiceOverdue, invoice.NumberText,
            MailRules.OfInvoice(invoice) with { Deadline = locks || CreationLimit.Threatens(turn.State, invoice) ? invoice.DueAt + Grace : null });
    }

    /// <summary>Nothing but the billing section from now on (A1).</summary>
    public static void LockOut(Turn turn, StatusReason reason)
    {
        turn.Record(new AccountStatusChanged(turn.State.Status.State, AccountState.BillingOnly, reason, null));
        MailRules.ToBilling(turn, MailTemplate.AccessLost, MailRules.ThisOne(turn), new() { Reason = reason, At = turn.At });
    }

    /// <summary>A period's end finds no card: no grace, no attempt (R2, A3, A62).</summary>
    public static void NoPaymentMethod(Turn turn, Invoice? unpaid)
    {
        if (unpaid is not null) turn.Record(new InvoiceFailed(unpaid.Number, turn.At, []));
        LockOut(turn, StatusReason.NoPaymentMethod);
    }

    /// <summary>After an invoice was paid or voided: back to ACTIVE the moment nothing unpaid stands against it and the period still runs (A30, A40, A63).</summary>
    public static void Restore(Turn turn)
    {
        var status = turn.State.Status;
        if (status.State is not (AccountState.PastDue or AccountState.BillingOnly) || status.Reason == StatusReason.Canceled) return;
        if (EarliestFailure(turn.State) is { } failedAt)
        {
            if (status.State == AccountState.PastDue && status.Deadline != failedAt + Grace)
                turn.Record(new AccountStatusChanged(status.State, status.State, status.Reason, failedAt + Grace));
            return;
        }

        // In grace the period is the running one, or its renewals are still being caught up with: they follow by themselves.
        if (status.State == AccountState.PastDue || turn.Contract.CurrentPeriod.Contains(turn.At)) Activate(turn);
    }

    public static void Activate(Turn turn)
    {
        var before = turn.State.Status.State;
        if (before == AccountState.Active) return;
        turn.Record(new AccountStatusChanged(before, AccountState.Active, null, null));
        if (before != AccountState.BillingOnly) return;
        MailRules.ToBilling(turn, MailTemplate.AccessRestored, MailRules.ThisOne(turn), new() { At = turn.At });
        TellRules.MakeUp(turn);
    }

    /// <summary>There is no card to try: the 72 hours run from the issue (A35), and the customer is reminded of the card at once.</summary>
    public static void StorageWithoutCard(Turn turn, Invoice invoice)
    {
        turn.Record(new InvoiceFailed(invoice.Number, turn.DatedAt, []));
        MailRules.ToBilling(turn, MailTemplate.PaymentMethodReminder, invoice.NumberText, Facts(turn, invoice, turn.DatedAt));
    }

    /// <summary>Unpaid storage never locks, but restricts the creation of new data after the same 72 hours (A35): the customer hears of it as well.</summary>
    private static bool StartsRestriction(Invoice invoice) =>
        CreationLimit.IsOfStorage(invoice) && invoice is { Collection: Collection.ChargeCard, FailedAt: null };

    private static bool StartsGrace(Invoice invoice) =>
        invoice is { OnDecline: DeclineRule.Dunning, Collection: Collection.ChargeCard, FailedAt: null };

    private static void Fail(Turn turn, Invoice invoice, Instant failedAt, ImmutableArray<Instant> retries, StatusReason reason)
    {
        turn.Record(new InvoiceFailed(invoice.Number, failedAt, retries));
        if (turn.State.Status.State == AccountState.Active)
            turn.Record(new AccountStatusChanged(AccountState.Active, AccountState.PastDue, reason, failedAt + Grace));
    }

    private static Instant? EarliestFailure(OrganizationState state) => state.OpenInvoices
        .Where(invoice => invoice.OnDecline == DeclineRule.Dunning && invoice.FailedAt is not null).Min(invoice => invoice.FailedAt);

    private static MailFacts Facts(Turn turn, Invoice invoice, Instant failedAt) => MailRules.OfInvoice(invoice) with
    {
        CardBrand = turn.State.Payment.Card?.Brand,
        CardLast4 = turn.State.Payment.Card?.Last4,
        Deadline = failedAt + Grace,
    };
}
