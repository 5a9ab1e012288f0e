using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;

namespace Billing.Domain.Payments;

/// <summary>A new card pays what is open and brings a locked organization back (R6, A30, A40).</summary>
public static class CardRules
{
    public static Decision CustomerMade(OrganizationState state, DecisionContext context, string customerId)
    {
        var turn = new Turn(state, context, context.Now);
        turn.Record(new ProviderCustomerCreated(customerId));
        return turn.Done();
    }

    /// <summary>The card is verified and attached at the provider: it replaces the old one, and the first payment is prepared in the same append.</summary>
    public static Decision CardAttached(OrganizationState state, DecisionContext context, CardView card)
    {
        var turn = new Turn(state, context, context.Now);
        turn.Record(new CardChanged(card));
        var invoice = Recover(turn);
        Keys.Use(turn, invoice, memberId: null, forever: invoice is not null);
        return turn.Done(invoice);
    }

    /// <summary>Prepares the next payment of a recovery: open invoices oldest first (A67), then a new period where none runs (A63).</summary>
    internal static int? Recover(Turn turn)
    {
        var open = turn.State.OpenInvoices.FirstOrDefault(invoice => IsPayable(turn, invoice));
        if (open is not null)
        {
            PaymentRules.Prepare(turn, open.Number, onSession: true, thenRecover: true);
            return open.Number;
        }

        return turn.State.Status.State == AccountState.BillingOnly && turn.State.UnderWay is null
            && !turn.State.OpenInvoices.Any(invoice => invoice.OnDecline == DeclineRule.Dunning) ? Reactivate(turn) : null;
    }

    /// <summary>What a new card pays: not a purchase that waits for its own cardholder, not what is mailed and not yet due (unless it stands between
    /// a locked organization and its return), and not what no card can be charged with (A64).</summary>
    internal static bool IsPayable(Turn turn, Invoice invoice)
    {
        var state = turn.State;
        if (invoice.IsUnderWay && invoice.Kind != InvoiceKind.Reactivation) return false;
        if (invoice.Payment.IsUnsettled || Guards.Chargeable(turn, invoice.AmountDue, "paymentMethodId") is not null) return false;
        var locked = state.Status.State == AccountState.BillingOnly && invoice.OnDecline == DeclineRule.Dunning;
        return locked || state.Payment.Collection == Collection.ChargeCard || invoice.FailedAt is not null || invoice.Collection == Collection.ChargeCard;
    }

    /// <summary>A term of the same length, interval, seats and prices, anchored on the day of the reactivation (A30, A63).</summary>
    private static int? Reactivate(Turn turn)
    {
        var lines = turn.Lines;
        var contract = ContractRules.Begun(turn.Contract with
        {
            Anchor = turn.At.UtcDate(),
            PeriodIndex = 0,
            TrialStartsOn = null,
            Scheduled = null,
            CancelsAt = null,
        });
        var quote = Quote.Of(lines.FullPeriod(contract), turn.State.Credit.Balance, turn.Context.Catalog.LimitsOf(contract.Currency));
        if (Guards.Chargeable(turn, quote.Due, "paymentMethodId") is not null) return null;
        return InvoiceRules.Issue(
            turn, InvoiceKind.Reactivation, quote, contract.CurrentPeriod, new ContractGrant(contract), DeclineRule.Void, Charge.OnSession, contract.Billed);
    }
}
