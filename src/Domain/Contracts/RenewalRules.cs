using Billing.Domain.Catalog;
using Billing.Domain.Dunning;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Pricing;

namespace Billing.Domain.Contracts;

/// <summary>What a period's or trial's end brings: cancellation, a renewal with everything that was scheduled, or the loss of access (R2, R8, R21).</summary>
internal static class RenewalRules
{
    public static void PeriodEnds(Turn turn)
    {
        if (turn.State.UnderWay is { } purchase)
        {
            PaymentRules.RequestVoid(turn, purchase, VoidReason.RenewalDue);
            if (turn.State.UnderWay is not null) return;
        }

        if (turn.Contract.CancelsAt is { } end && end <= turn.Contract.RenewsAt) DunningRules.LockOut(turn, StatusReason.Canceled);
        else Renew(turn);
    }

    /// <summary>The contract as the next period will have it: a scheduled reduction takes effect where a term begins (A37), never below the seats assigned.</summary>
    public static Contract Next(OrganizationState state, Catalog.Catalog catalog)
    {
        var contract = state.Contract!;
        var next = contract with { PeriodIndex = contract.NextPeriodIndex, TrialStartsOn = null };
        if (contract is { Scheduled: { } change, InTrial: false } && contract.Calendar.StartsTerm(next.PeriodIndex))
        {
            next = next with
            {
                Plan = change.Plan,
                FullTimeSeats = Math.Max(change.FullTimeSeats, state.Assigned(MemberType.FullTime)),
                SeatPrice = change.Plan == contract.Plan ? contract.SeatPrice : Plans.PlanPrices.Seat(contract, change.Plan, catalog) ?? contract.SeatPrice,
                Scheduled = null,
            };
        }

        return ContractRules.Begun(next);
    }

    /// <summary>What the next period will cost: the same for the renewal, the preview of it, and the timeline.</summary>
    public static Quote Price(Turn turn, Contract next) => Quote.Of(
        turn.LinesFor(next).FullPeriod(next), turn.State.Credit.Balance,
        ContractRules.LimitsOf(turn, turn.State.Payment.Collection, next.Currency));

    private static void Renew(Turn turn)
    {
        var wasTrial = turn.Contract.InTrial;
        var next = Next(turn.State, turn.Context.Catalog);
        var quote = Price(turn, next);
        var byMail = turn.State.Payment.Collection == Collection.SendInvoice;
        var payable = byMail || quote.Due.IsZero || turn.State.Payment.Card is not null;
        if (wasTrial && !payable)
        {
            DunningRules.NoPaymentMethod(turn, null);
            return;
        }

        turn.Record(new PeriodStarted(next, next.CurrentPeriod));
        var charge = byMail ? Charge.ByMail : payable ? Charge.OffSession : Charge.NotYet;
        var number = InvoiceRules.Issue(
            turn, wasTrial ? InvoiceKind.ContractStart : InvoiceKind.Renewal, quote, next.CurrentPeriod, null, DeclineRule.Dunning, charge, next.Billed);
        if (!payable) DunningRules.NoPaymentMethod(turn, turn.State.Invoice(number));
    }
}
