using System.Security.Cryptography;
using System.Text;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Organizations;
using Billing.Domain.Plans;
using Billing.Domain.Seats;
using NodaTime;

namespace Billing.Domain.Pricing;

/// <summary>A price without buying, and what its token binds a purchase to.</summary>
/// <param name="Claim">Goes into the token, signed outside.</param>
public sealed record Preview(PreviewClaim Claim, int SeatsBefore, int SeatsAfter, Money AnnualBefore, Money AnnualAfter, Quote Quote);

/// <summary>Either a preview or the refusal that its purchase would meet.</summary>
public sealed record PreviewResult(Preview? Preview, RuleError? Refusal);

/// <summary>Previews are priced by the rules of the purchases themselves (P16); valid until 00:00 UTC, 30 minutes, or any change (P15).</summary>
public static class Previews
{
    private static readonly Duration Validity = Duration.FromMinutes(30);

    public static PreviewResult Seats(OrganizationState state, DecisionContext context, int additionalSeats, SeatType type) => Guarded(() =>
    {
        var turn = new Turn(state, context, context.Now);
        if (SeatRules.Check(turn, additionalSeats) is { } refusal) return new(null, refusal);
        var (after, quote) = SeatRules.Price(turn, additionalSeats, type);
        if (Guards.Renewable(turn, after, state.Payment.Collection, "additionalSeats") is { } tooLarge) return new(null, tooLarge);
        var count = (Contract contract) => type == SeatType.FullTime ? contract.FullTimeSeats : contract.CollaboratorSeats;
        return Of(turn, Seats(type, additionalSeats), count(turn.Contract), count(after), after, quote);
    });

    public static PreviewResult PlanChange(OrganizationState state, DecisionContext context, PlanCode plan) => Guarded(() =>
    {
        var turn = new Turn(state, context, context.Now);
        if (PlanRules.CheckUpgrade(turn, plan) is { } refusal) return new(null, refusal);
        var change = PlanRules.PriceUpgrade(turn, plan)!;
        if (Guards.Renewable(turn, change.After, state.Payment.Collection, "plan") is { } tooLarge) return new(null, tooLarge);
        return Of(turn, Plan(plan), turn.Contract.FullTimeSeats, change.After.FullTimeSeats, change.After, change.Quote);
    });

    /// <summary>What the renewal will be with a reduction; its token buys nothing.</summary>
    public static PreviewResult Reduction(OrganizationState state, DecisionContext context, PlanCode? plan, int? seats) => Guarded(() =>
    {
        var turn = new Turn(state, context, context.Now);
        if (PlanRules.CheckReduction(turn, plan, seats) is { } refusal) return new(null, refusal);
        var contract = turn.Contract;
        var scheduled = state with { Contract = contract with { Scheduled = PlanRules.Reduction(contract, plan, seats), TrialStartsOn = null, PeriodIndex = LastOfTerm(contract) } };
        return Renewal(new Turn(scheduled, context, context.Now), "reduction");
    });

    /// <summary>What the next renewal would charge if nothing changed until then; null where none will come.</summary>
    public static Preview? Upcoming(OrganizationState state, DecisionContext context)
    {
        if (state.Contract is not { } contract || state.Status.State is AccountState.BillingOnly or AccountState.Pending) return null;
        return contract.CancelsAt is { } end && end <= contract.RenewsAt ? null : Renewal(new Turn(state, context, context.Now), "renewal").Preview;
    }

    internal static string Seats(SeatType type, int additionalSeats) => $"seats:{type}:{additionalSeats}";

    internal static string Plan(PlanCode plan) => $"plan:{plan}";

    /// <summary>A token of another purchase is bad input; then another change under way, then expiry, then staleness (A56, A60).</summary>
    internal static RuleError? Judge(Turn turn, PreviewClaim? claim, string what)
    {
        if (claim is null || claim.Organization != turn.State.Id || claim.What != what)
            return RuleError.Invalid("previewToken", "This token is of no preview of exactly this purchase.");
        if (Guards.NothingUnderWay(turn.State) is { } conflict) return conflict;
        if (turn.At >= claim.ExpiresAt) return new(ErrorCode.PreviewExpired, "The preview has expired: ask for a new one.", "previewToken");
        return claim.Basis == Basis(turn) ? null
            : new(ErrorCode.PreviewStale, "Something that the preview was priced from has changed: ask for a new one.", "previewToken");
    }

    private static PreviewResult Renewal(Turn turn, string what)
    {
        var next = RenewalRules.Next(turn.State, turn.Context.Catalog);
        return Of(turn, what, turn.Contract.FullTimeSeats, next.FullTimeSeats, next, RenewalRules.Price(turn, next));
    }

    private static PreviewResult Of(Turn turn, string what, int seatsBefore, int seatsAfter, Contract after, Quote quote)
    {
        var midnight = turn.At.UtcDate().PlusDays(1).AtUtcMidnight();
        var claim = new PreviewClaim(turn.State.Id, what, Basis(turn), Instant.Min(midnight, turn.At + Validity));
        return new(new(claim, seatsBefore, seatsAfter, AnnualCost.Of(turn.Contract), AnnualCost.Of(after), quote), null);
    }

    /// <summary>A reduction takes effect with a term: the period before is the term's last.</summary>
    private static int LastOfTerm(Contract contract)
    {
        var index = contract.PeriodIndex;
        while (!contract.Calendar.StartsTerm(index + 1)) index++;
        return index;
    }

    /// <summary>A hash of everything that a price is made from (P15).</summary>
    private static string Basis(Turn turn)
    {
        var (state, contract) = (turn.State, turn.Contract);
        var text = string.Join('|',
            contract.Plan, contract.Interval, contract.FullTimeSeats, contract.CollaboratorSeats, contract.SeatPrice.Minor, contract.CollaboratorSeatPrice.Minor,
            string.Join(',', contract.PlanPrices.Select(price => $"{price.Plan}={price.SeatPrice.Minor}")),
            string.Join(',', contract.AddOns.Select(addOn => $"{addOn.Code}={addOn.Quantity}*{addOn.UnitPrice.Minor}")),
            contract.Anchor, contract.PeriodIndex, contract.InTrial, contract.TermMonths, contract.Billed.FullTime.Minor, contract.Billed.Collaborators.Minor,
            string.Join(',', turn.Context.Catalog.Plans.Select(plan => $"{plan.Code}={plan.SeatPrice(contract.Interval)}")),
            turn.Context.Catalog.LimitsOf(contract.Currency).Minimum, turn.TaxRatePpm, state.Credit.Balance.Minor, contract.Currency, state.Payment.Collection, state.UnderWay?.Number, turn.At.UtcDate());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16]);
    }

    private static PreviewResult Guarded(Func<PreviewResult> price)
    {
        try { return price(); }
        catch (OverflowException) { return new(null, OrganizationRules.TooLarge); }
    }
}
