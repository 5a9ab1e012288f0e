using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;

namespace Billing.Domain.Seats;

/// <summary>Additional seats: one delta line for the rest of the period (P8, R7, R9), in full from the next on (R8), for the rest of the term (R72).</summary>
internal static class SeatRules
{
    public const int MostAtOnce = 100_000;

    public static Decision Purchase(Turn turn, PurchaseSeats command)
    {
        if (Check(turn, command.AdditionalSeats) is { } refusal) return Decision.Refused(refusal);
        if (Previews.Judge(turn, command.Preview, Previews.Seats(command.Type, command.AdditionalSeats)) is { } stale) return Decision.Refused(stale);
        var collection = turn.State.Payment.Collection;
        var (after, quote) = Price(turn, command.AdditionalSeats, command.Type);
        if (Guards.CanPay(turn, collection, quote.Due, "additionalSeats") is { } unpayable) return Decision.Refused(unpayable);
        if (Guards.Renewable(turn, after, collection, "additionalSeats") is { } tooLarge) return Decision.Refused(tooLarge);
        var number = InvoiceRules.Issue(
            turn, InvoiceKind.Seats, quote, turn.Contract.CurrentPeriod, new SeatsGrant(command.Type, command.AdditionalSeats), DeclineRule.Void,
            InvoiceRules.OrderedBy(collection), Billed(command.Type, quote.Subtotal));
        Keys.Use(turn, number, null, forever: true);
        return turn.Done(number);
    }

    private static BilledInPeriod Billed(SeatType type, Money amount)
    {
        var nothing = BilledInPeriod.Nothing(amount.Currency);
        return type == SeatType.FullTime ? nothing with { FullTime = amount } : nothing with { Collaborators = amount };
    }

    public static RuleError? Check(Turn turn, int additionalSeats)
    {
        if (Guards.NeedsAccess(turn.State) is { } refusal) return refusal;
        return additionalSeats is >= 1 and <= MostAtOnce ? null
            : RuleError.Invalid("additionalSeats", $"Between 1 and {MostAtOnce} seats can be added at once.");
    }

    public static (Contract After, Quote Quote) Price(Turn turn, int additionalSeats, SeatType type)
    {
        var contract = turn.Contract;
        var period = contract.CurrentPeriod;
        var fullTime = type == SeatType.FullTime;
        var price = fullTime ? contract.SeatPrice : contract.CollaboratorSeatPrice;
        var days = contract.InTrial ? 0 : period.DaysLeft(turn.At);
        var line = turn.Lines.AdditionalSeats(contract.Plan, type, additionalSeats, price, days, period.Days);
        var quote = Quote.Of([line], turn.State.Credit.Balance, ContractRules.LimitsOf(turn, turn.State.Payment.Collection, contract.Currency));
        var after = fullTime
            ? contract with { FullTimeSeats = checked(contract.FullTimeSeats + additionalSeats) }
            : contract with { CollaboratorSeats = checked(contract.CollaboratorSeats + additionalSeats) };
        return (after, quote);
    }
}
