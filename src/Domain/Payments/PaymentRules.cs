using Billing.Domain.Dunning;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Payments;

/// <summary>What attempts, outcomes and cancellations mean for an invoice. The calls themselves are the grain's; what to call is <see cref="PaymentProtocol"/>'s.</summary>
public static class PaymentRules
{
    /// <summary>Prepares the next attempt with the card on file: the intent of charging, written before anything is called (D3).</summary>
    /// <param name="thenRecover">A new card is paying what is open: go on with the next after a success (A40, A67).</param>
    internal static void Prepare(Turn turn, int number, bool onSession, bool thenRecover)
    {
        var payment = turn.State.Invoice(number).Payment;
        var card = turn.State.Payment.Card ?? throw new InvalidOperationException("There is no card to charge.");
        var attempt = new PaymentAttempt(
            (payment.LastAttempt?.Number ?? 0) + 1, payment.Generation, turn.AttemptAt, turn.Context.RealNow, onSession, card.PaymentMethodId, thenRecover,
            AttemptOutcome.Pending, null);
        // An intent that waits for the cardholder could still be confirmed by him with the old card: it goes first.
        if (payment.AwaitsCardholder) turn.Record(new IntentCancelRequested(number, new(CancelPurpose.NewAttempt, null, null, attempt)));
        else turn.Record(new AttemptPrepared(number, attempt));
    }

    /// <summary>Voids an open invoice: at once where no intent exists, else canceled at the provider first.</summary>
    internal static void RequestVoid(Turn turn, Invoice invoice, VoidReason reason) => RequestCancel(turn, invoice, new(CancelPurpose.Void, reason, null, null));

    internal static void RequestCancel(Turn turn, Invoice invoice, PendingCancel cancel)
    {
        if (invoice.Payment.IntentId is null && !invoice.Payment.IsUnsettled) Finish(turn, invoice.Number, cancel);
        else turn.Record(new IntentCancelRequested(invoice.Number, cancel));
    }

    /// <summary>The provider has the intent, under its id; from here on it may be confirmed.</summary>
    public static Decision IntentMade(OrganizationState state, DecisionContext context, int number, int generation, string intentId)
    {
        var turn = new Turn(state, context, context.Now);
        turn.Record(new IntentCreated(number, generation, intentId));
        return turn.Done(number);
    }

    /// <summary>An attempt has its outcome, and with it everything that it brings, in one append.</summary>
    public static Decision Settle(
        OrganizationState state, DecisionContext context, int number, AttemptOutcome outcome, string? declineCode, string? chargeId, string? clientSecret)
    {
        if (!state.Invoice(number).IsOpen) return Decision.Nothing;
        var turn = new Turn(state, context, context.Now);
        var attempt = state.Invoice(number).Payment.LastAttempt ?? throw new InvalidOperationException("There is no attempt to settle.");
        var wasInDoubt = state.Invoice(number).Payment.IsUnsettled;
        turn.Record(new AttemptSettled(number, attempt.Number, outcome, declineCode, chargeId, clientSecret));
        var invoice = turn.State.Invoice(number);
        switch (outcome)
        {
            case AttemptOutcome.Succeeded:
                Succeed(turn, invoice);
                break;
            case AttemptOutcome.Declined when invoice.OnDecline == DeclineRule.Void:
                RequestVoid(turn, invoice, VoidReason.Declined);
                break;
            case AttemptOutcome.Declined:
                DunningRules.Declined(turn, invoice, attempt, declineCode);
                if (wasInDoubt) TryNewCard(turn, number, attempt);
                break;
            case AttemptOutcome.ActionRequired:
                DunningRules.ActionRequired(turn, invoice, attempt);
                if (wasInDoubt && invoice.OnDecline != DeclineRule.Void) TryNewCard(turn, number, attempt);
                break;
            case AttemptOutcome.Pending:
            case AttemptOutcome.Unknown:
                break;
            default: throw new InvalidOperationException($"An attempt cannot settle as {outcome}.");
        }

        return turn.Done(number);
    }

    /// <summary>Nobody knows what became of a call. Looked up after 2 s, 10 s, 1 m, 5 m, 15 m, then hourly, for ever.</summary>
    public static Decision Unknown(OrganizationState state, DecisionContext context, int number)
    {
        var turn = new Turn(state, context, context.Now);
        var payment = state.Invoice(number).Payment;
        // Somebody asked before its time, and nothing was learnt: the schedule stays as it is.
        if (payment.NextLookupAt > context.RealNow) return Decision.Nothing;
        if (payment is { Cancel: null, LastAttempt: { Outcome: AttemptOutcome.Pending } attempt } && state.Invoice(number).IsOpen)
            turn.Record(new AttemptSettled(number, attempt.Number, AttemptOutcome.Unknown, null, null, null));
        turn.Record(new LookupScheduled(
            number, payment.UnknownSince ?? context.RealNow, payment.Lookups + 1, context.RealNow + LookupSchedule.Distance(payment.Lookups)));
        return turn.Done(number);
    }

    /// <summary>The cardholder was looked for and has not confirmed, or the provider did not say.</summary>
    public static Decision StillAwaited(OrganizationState state, DecisionContext context, int number)
    {
        var payment = state.Invoice(number).Payment;
        if (payment.IsUnknown || !payment.AwaitsCardholder || CardholderLooks.NextAt(payment) > context.RealNow) return Decision.Nothing;
        var turn = new Turn(state, context, context.Now);
        turn.Record(new CardholderAwaited(number, payment.CardholderLooks + 1, context.RealNow + CardholderLooks.Distance(payment.CardholderLooks + 1)));
        return turn.Done(number);
    }

    /// <summary>The intent can take no money any more, or took it before it could be canceled.</summary>
    /// <param name="succeeded">It took the money after all: the invoice is paid.</param>
    public static Decision Canceled(OrganizationState state, DecisionContext context, int number, bool succeeded)
    {
        var turn = new Turn(state, context, context.Now);
        var invoice = state.Invoice(number);
        if (!invoice.IsOpen) return Decision.Nothing;
        var cancel = invoice.Payment.Cancel;
        if (succeeded)
        {
            if (invoice.Payment.LastAttempt is { Outcome: not AttemptOutcome.Succeeded } attempt)
                turn.Record(new AttemptSettled(number, attempt.Number, AttemptOutcome.Succeeded, null, null, null));
            Succeed(turn, turn.State.Invoice(number), cancel?.Next is { ThenRecover: true });
            if (cancel?.Reason == VoidReason.Replaced && invoice.Period is { } replaced && replaced.Contains(turn.At))
            {
                var unused = invoice.Total.Prorate(1, replaced.DaysLeft(turn.At), replaced.Days);
                turn.Record(new CreditMoved(unused, $"Unused time of invoice {invoice.NumberText}, paid while a new contract took its place", number));
            }

            if (cancel?.Wire is { } wire) turn.Record(new CreditMoved(wire.Amount, $"Wire {wire.Reference}: invoice {invoice.NumberText} was paid by card", number));
            return turn.Done(number);
        }

        turn.Record(new IntentCanceled(number));
        if (cancel is not null) Finish(turn, number, cancel);
        else if (invoice.OnDecline == DeclineRule.Void) Finish(turn, number, new(CancelPurpose.Void, VoidReason.Declined, null, null));
        else if (invoice.Payment.IsUnsettled) Again(turn, number);
        return turn.Done(number);
    }

    /// <summary>The key of the last attempt is too old to be used again, and nothing has come of it: the next number (reliability.md).</summary>
    public static Decision PrepareAgain(OrganizationState state, DecisionContext context, int number)
    {
        var turn = new Turn(state, context, context.Now);
        Again(turn, number);
        return turn.Done(number);
    }

    /// <summary>The provider answers the intent's creation with a stored failure, and has no such intent: the next one is created under a key of its own.
    /// Nothing was confirmed, so no money can have moved.</summary>
    public static Decision CreateAgain(OrganizationState state, DecisionContext context, int number)
    {
        var turn = new Turn(state, context, context.Now);
        turn.Record(new IntentCanceled(number));
        Again(turn, number);
        return turn.Done(number);
    }

    public static Decision Refunded(OrganizationState state, DecisionContext context, int number, int refundNumber, bool succeeded)
    {
        var turn = new Turn(state, context, context.Now);
        var refund = state.Invoice(number).Refunds[refundNumber - 1];
        if (succeeded) turn.Record(new InvoiceRefunded(number, refundNumber, refund.Amount));
        else turn.Record(new RefundFailed(number, refundNumber));
        return turn.Done(number);
    }

    /// <summary>A card that came while the old one's outcome was in doubt, by a look that failed too, could pay nothing then: it does now (A40).</summary>
    private static void TryNewCard(Turn turn, int number, PaymentAttempt declined)
    {
        if (turn.State.Payment.Card is { } card && card.PaymentMethodId != declined.PaymentMethodId && CardRules.IsPayable(turn, turn.State.Invoice(number)))
            Prepare(turn, number, onSession: false, thenRecover: true);
    }

    private static void Again(Turn turn, int number)
    {
        var payment = turn.State.Invoice(number).Payment;
        var last = payment.LastAttempt!;
        turn.Record(new AttemptPrepared(number, last with
        {
            Number = last.Number + 1,
            Generation = payment.Generation,
            SentAt = turn.Context.RealNow,
            Outcome = AttemptOutcome.Pending,
        }));
    }

    private static void Succeed(Turn turn, Invoice invoice, bool thenRecover = false)
    {
        InvoiceRules.Pay(turn, invoice.Number, invoice.AmountDue);
        if (thenRecover || invoice.Payment.LastAttempt is { ThenRecover: true }) CardRules.Recover(turn);
    }

    private static void Finish(Turn turn, int number, PendingCancel cancel)
    {
        var invoice = turn.State.Invoice(number);
        switch (cancel.Purpose)
        {
            case CancelPurpose.Void:
                InvoiceRules.Void(turn, number, cancel.Reason!.Value);
                break;
            case CancelPurpose.Wire:
                InvoiceRules.Pay(turn, number, Money.Zero(invoice.Total.Currency), cancel.Wire!.Reference);
                var more = cancel.Wire.Amount - invoice.AmountDue;
                if (!more.IsZero) turn.Record(new CreditMoved(more, $"Wire {cancel.Wire.Reference}: more than invoice {invoice.NumberText} was due", number));
                break;
            case CancelPurpose.NewAttempt:
                turn.Record(new AttemptPrepared(number, cancel.Next! with { Generation = invoice.Payment.Generation }));
                break;
            default: throw new InvalidOperationException($"Nobody cancels for {cancel.Purpose}.");
        }
    }
}
