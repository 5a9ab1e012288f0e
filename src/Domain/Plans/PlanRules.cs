using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;

namespace Billing.Domain.Plans;

/// <summary>A change of plan or seats within a period, priced: a credit line before its charge line (P8, A58).</summary>
/// <param name="Billed">What the change adds to, or takes from, what was billed for the period.</param>
internal sealed record PlanChange(Contract After, Quote Quote, PlanGrant Grant, BilledInPeriod Billed)
{
    public static PlanChange Of(Turn turn, PlanCode plan, int seats, Money seatPrice)
    {
        var contract = turn.Contract;
        var period = contract.CurrentPeriod;
        var days = contract.InTrial ? 0 : period.DaysLeft(turn.At);
        var lines = turn.Lines;
        var onlySeats = plan == contract.Plan && seatPrice == contract.SeatPrice;
        var unusedSeats = onlySeats ? contract.FullTimeSeats - seats : contract.FullTimeSeats;
        var unused = lines.Unused($"{lines.PlanName(contract.Plan)}, full-time seats", unusedSeats, contract.SeatPrice, days, period.Days, contract.Billed.FullTime);
        ImmutableArray<InvoiceLine> all = onlySeats ? [unused] : [unused, lines.RemainingSeats(plan, seats, seatPrice, days, period.Days)];
        var quote = Quote.Of(all, turn.State.Credit.Balance, ContractRules.LimitsOf(turn, turn.State.Payment.Collection, contract.Currency));
        return new(
            contract with { Plan = plan, FullTimeSeats = seats, SeatPrice = seatPrice },
            quote, new PlanGrant(plan, seats, seatPrice), BilledInPeriod.Nothing(contract.Currency) with { FullTime = quote.Subtotal });
    }
}

/// <summary>Up at once for the rest of the period (R11), down with the next term (R78), or down now by staff with credit (R12, A5).</summary>
internal static class PlanRules
{
    public static Decision Upgrade(Turn turn, UpgradePlan command)
    {
        if (CheckUpgrade(turn, command.Plan) is { } refusal) return Decision.Refused(refusal);
        if (Previews.Judge(turn, command.Preview, Previews.Plan(command.Plan)) is { } stale) return Decision.Refused(stale);
        var change = PriceUpgrade(turn, command.Plan)!;
        var collection = turn.State.Payment.Collection;
        if (Guards.CanPay(turn, collection, change.Quote.Due, "plan") is { } unpayable) return Decision.Refused(unpayable);
        if (Guards.Renewable(turn, change.After, collection, "plan") is { } tooLarge) return Decision.Refused(tooLarge);
        return Invoiced(turn, change, InvoiceRules.OrderedBy(collection));
    }

    public static RuleError? CheckUpgrade(Turn turn, PlanCode plan)
    {
        if (Guards.NeedsAccess(turn.State) is { } refusal) return refusal;
        var current = turn.Contract.Plan;
        if (plan == current) return new(ErrorCode.NotAnUpgrade, $"The organization is on {turn.Lines.PlanName(plan)} already.", "plan");
        if (plan < current)
        {
            return new(ErrorCode.CannotDecrease,
                $"{turn.Lines.PlanName(plan)} is lower than {turn.Lines.PlanName(current)}: a lower plan starts with the next term, schedule a reduction.", "plan");
        }

        return Guards.Offered(turn, plan) ?? (PlanPrices.Seat(turn.Contract, plan, turn.Context.Catalog) is null
            ? RuleError.Invalid("plan", $"{turn.Lines.PlanName(plan)} has no price in this contract and no list price in {turn.Contract.Currency}.") : null);
    }

    public static PlanChange? PriceUpgrade(Turn turn, PlanCode plan) =>
        PlanPrices.Seat(turn.Contract, plan, turn.Context.Catalog) is { } price ? PlanChange.Of(turn, plan, turn.Contract.FullTimeSeats, price) : null;

    public static Decision Schedule(Turn turn, ScheduleReduction command)
    {
        if (CheckReduction(turn, command.Plan, command.FullTimeSeats) is { } refusal) return Decision.Refused(refusal);
        if (Guards.NothingUnderWay(turn.State) is { } conflict) return Decision.Refused(conflict);
        turn.Record(new ReductionScheduled(Reduction(turn.Contract, command.Plan, command.FullTimeSeats)));
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    public static ScheduledChange Reduction(Contract contract, PlanCode? plan, int? seats) =>
        new(plan ?? contract.Plan, seats ?? contract.FullTimeSeats, contract.Term.End);

    public static RuleError? CheckReduction(Turn turn, PlanCode? plan, int? seats)
    {
        if ((Guards.NeedsAccess(turn.State) ?? CheckLower(turn, plan, seats)) is { } refusal) return refusal;
        var contract = turn.Contract;
        var target = plan ?? contract.Plan;
        if ((target == contract.Plan ? contract.SeatPrice : PlanPrices.Seat(contract, target, turn.Context.Catalog)) is not { } price)
            return RuleError.Invalid("plan", $"{turn.Lines.PlanName(target)} has no price in this contract and no list price in {contract.Currency}.");
        var after = contract with { Plan = target, FullTimeSeats = seats ?? contract.FullTimeSeats, SeatPrice = price };
        return Guards.Renewable(turn, after, turn.State.Payment.Collection, "plan");
    }

    /// <summary>Asking again, or where nothing is scheduled, changes nothing.</summary>
    public static Decision CancelScheduled(Turn turn)
    {
        if (Guards.NeedsContract(turn.State) is { } refusal) return Decision.Refused(refusal);
        if (turn.Contract.Scheduled is not null) turn.Record(new ReductionCanceled());
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    /// <summary>Staff only: down now, with credit for the unused remainder (R12, A5, A51).</summary>
    public static Decision ReduceNow(Turn turn, ReduceNow command)
    {
        if (Guards.NeedsAccess(turn.State) is { } refusal) return Decision.Refused(refusal);
        if (CheckLower(turn, command.Plan, command.FullTimeSeats) is { } notLower) return Decision.Refused(notLower);
        if ((Guards.NothingUnderWay(turn.State) ?? Guards.RenewalSettled(turn.State) ?? PeriodPaid(turn)) is { } conflict) return Decision.Refused(conflict);
        var contract = turn.Contract;
        var plan = command.Plan ?? contract.Plan;
        var price = command.SeatPrice is { } given ? new Money(given, contract.Currency)
            : plan == contract.Plan ? contract.SeatPrice : PlanPrices.Seat(contract, plan, turn.Context.Catalog);
        if (price is null) return Decision.Refused(RuleError.Invalid("seatPrice", $"{turn.Lines.PlanName(plan)} has no price in {contract.Currency}: seatPrice is required."));
        var change = PlanChange.Of(turn, plan, command.FullTimeSeats ?? contract.FullTimeSeats, price.Value);
        if (change.Quote.Total.Minor > 0) return Decision.Refused(RuleError.Invalid("seatPrice", "At this price the reduction would cost more than before."));
        return Invoiced(turn, change, InvoiceRules.OrderedBy(turn.State.Payment.Collection));
    }

    private static RuleError? CheckLower(Turn turn, PlanCode? plan, int? seats)
    {
        var contract = turn.Contract;
        if (plan > contract.Plan) return RuleError.Invalid("plan", $"{turn.Lines.PlanName(plan.Value)} is higher than {turn.Lines.PlanName(contract.Plan)}: upgrade instead.");
        if (seats > contract.FullTimeSeats) return RuleError.Invalid("fullTimeSeats", $"There are {contract.FullTimeSeats} full-time seats: purchase seats instead.");
        if ((plan ?? contract.Plan) == contract.Plan && (seats ?? contract.FullTimeSeats) == contract.FullTimeSeats)
            return RuleError.Invalid(plan is null ? "fullTimeSeats" : "plan", "Neither the plan nor the number of seats would be lower than now.");
        var assigned = turn.State.Assigned(MemberType.FullTime);
        if (seats < assigned) return RuleError.Invalid("fullTimeSeats", $"{assigned} full-time seats are assigned: free some first.");
        return plan is { } target && target != contract.Plan ? Guards.Offered(turn, target) ?? Guards.Licensed(turn, contract.Licensing, target, "plan") : null;
    }

    /// <summary>Credit is for what was paid: a period whose invoice failed is settled or voided first (P9).</summary>
    private static RuleError? PeriodPaid(Turn turn)
    {
        var unpaid = turn.State.OpenInvoices.FirstOrDefault(invoice => invoice.Period == turn.Contract.CurrentPeriod && invoice.Billed is not null
            && (invoice.Collection == Collection.ChargeCard || invoice.FailedAt is not null));
        return unpaid is null ? null
            : new(ErrorCode.Conflict, $"Invoice {unpaid.NumberText} of this period is not paid: settle or void it first, there is nothing to credit.");
    }

    private static Decision Invoiced(Turn turn, PlanChange change, Charge charge)
    {
        var number = InvoiceRules.Issue(
            turn, InvoiceKind.PlanChange, change.Quote, turn.Contract.CurrentPeriod, change.Grant, DeclineRule.Void, charge, change.Billed);
        Keys.Use(turn, number, null, forever: true);
        return turn.Done(number);
    }
}
