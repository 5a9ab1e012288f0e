using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using NodaTime;

namespace Billing.Domain.Contracts;

/// <summary>Signing, canceling and resuming.</summary>
internal static class ContractRules
{
    /// <summary>Signs a contract: charged in full (R16, R17), mailed (A39), or free until its trial ends (A66). On a running contract the unused time
    /// of the old period is credited and the new term starts that day (A38).</summary>
    public static Decision Start(Turn turn, StartContract command)
    {
        var state = turn.State;
        if (Guards.NothingUnderWay(state) is { } conflict) return Decision.Refused(conflict);
        if (Guards.RenewalSettled(state) is { } pending) return Decision.Refused(pending);
        var (terms, refusal) = Terms(turn, command);
        if (terms is null) return Decision.Refused(refusal!);
        var collection = command.Collection;
        if (Guards.Renewable(turn, terms, collection, "fullTimeSeats") is { } tooLarge) return Decision.Refused(tooLarge);

        var lines = turn.LinesFor(terms);
        var unused = UnusedLine(turn);
        if (terms.InTrial)
        {
            if (unused is not null) return Decision.Refused(RuleError.Invalid("trialDays", "A paid period is running: a trial cannot take its place."));
            GrantRules.Begin(turn, new(terms, collection), null);
            return Signed(turn, null);
        }

        var contract = Begun(terms);
        ImmutableArray<InvoiceLine> all = unused is null ? lines.FullPeriod(contract) : [unused, .. lines.FullPeriod(contract)];
        var quote = Quote.Of(all, BalanceIn(state, contract.Currency), LimitsOf(turn, collection, contract.Currency));
        if (Guards.CanPay(turn, collection, quote.Due, "fullTimeSeats") is { } unpayable) return Decision.Refused(unpayable);
        return Signed(turn, InvoiceRules.Issue(
            turn, InvoiceKind.ContractStart, quote, contract.CurrentPeriod, new ContractGrant(contract, collection),
            collection == Collection.SendInvoice ? DeclineRule.Dunning : DeclineRule.Void, InvoiceRules.OrderedBy(collection), contract.Billed));
    }

    public static Decision Cancel(Turn turn)
    {
        if ((Guards.NeedsAccess(turn.State) ?? Guards.NoContractUnderWay(turn.State)) is { } refusal) return Decision.Refused(refusal);
        if (turn.Contract.CancelsAt is { } already)
            return Decision.Refused(new(ErrorCode.AlreadyCanceled, $"The subscription is canceled already: access ends at {already}."));
        var endsAt = turn.Contract.EndOfCommitment;
        turn.Record(new SubscriptionCanceled(endsAt));
        MailRules.ToBillingAdmins(turn, MailTemplate.SubscriptionCanceled, MailRules.ThisOne(turn), new() { At = endsAt });
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    public static Decision Resume(Turn turn)
    {
        if ((Guards.NeedsAccess(turn.State) ?? Guards.NoContractUnderWay(turn.State)) is { } refusal) return Decision.Refused(refusal);
        if (turn.Contract.CancelsAt is null) return Decision.Refused(new(ErrorCode.NotCanceled, "The subscription is not canceled."));
        turn.Record(new SubscriptionResumed());
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    /// <summary>The contract with its first full period invoiced.</summary>
    public static Contract Begun(Contract contract) => contract with { Billed = FullPeriodBilled(contract) };

    public static BilledInPeriod FullPeriodBilled(Contract contract) => new(
        contract.SeatPrice * contract.FullTimeSeats,
        contract.CollaboratorSeatPrice * contract.CollaboratorSeats,
        contract.AddOns.Aggregate(Money.Zero(contract.Currency), (sum, addOn) => sum + addOn.Total));

    /// <summary>What the provider can charge where a card is charged, else null (P10).</summary>
    public static ChargeLimits? LimitsOf(Turn turn, Collection collection, Currency currency) =>
        collection == Collection.SendInvoice ? null : turn.Context.Catalog.LimitsOf(currency);

    private static Decision Signed(Turn turn, int? invoice)
    {
        Keys.Use(turn, invoice, null, forever: true);
        return turn.Done(invoice);
    }

    private static (Contract? Terms, RuleError? Refusal) Terms(Turn turn, StartContract command)
    {
        if (!Currency.TryParse(command.Currency, out var currency)) return (null, RuleError.Invalid("currency", $"'{command.Currency}' is no ISO 4217 currency."));
        if (Check(turn, command, currency) is { } refusal) return (null, refusal);
        var catalog = turn.Context.Catalog;
        var price = command.SeatPrice is { } given ? new Money(given, currency) : catalog.ListSeatPrice(command.Plan, command.Interval, currency);
        if (price is null) return (null, RuleError.Invalid("seatPrice", $"{catalog.Plan(command.Plan).Name} has no list price in {currency}: seatPrice is required."));
        var collaboratorPrice = command.CollaboratorSeatPrice is { } other
            ? new Money(other, currency) : catalog.ListCollaboratorSeatPrice(command.Plan, command.Interval, currency);
        if (collaboratorPrice is null && command.CollaboratorSeats > 0)
            return (null, RuleError.Invalid("collaboratorSeatPrice", $"There is no list price of a collaborator in {currency}: collaboratorSeatPrice is required."));
        var today = turn.At.UtcDate();
        var trialEnd = command.TrialDays is { } days ? today.PlusDays(days) : (LocalDate?)null;
        return (new Contract
        {
            Plan = command.Plan,
            Licensing = command.Licensing,
            Interval = command.Interval,
            FullTimeSeats = command.FullTimeSeats,
            CollaboratorSeats = command.CollaboratorSeats,
            CommittedConversations = command.CommittedConversations,
            SeatPrice = price.Value,
            CollaboratorSeatPrice = collaboratorPrice ?? Money.Zero(currency),
            PlanPrices = [.. command.PlanPrices.Select(term => new PlanPrice(
                term.Plan, new(term.SeatPrice, currency), term.CollaboratorSeatPrice is { } minor ? new Money(minor, currency) : null))],
            AddOns = [.. command.AddOns.Select(term => new AddOn(term.Code, term.Name, term.Quantity, new(term.UnitPrice, currency)))],
            TermMonths = command.TermMonths ?? 12,
            Anchor = trialEnd ?? today,
            TrialStartsOn = trialEnd is null ? null : today,
            TrialEndsOn = trialEnd,
            UsageBasedLicense = command.UsageBasedLicense,
            TaxRatePpm = command.TaxRatePpm,
            Billed = BilledInPeriod.Nothing(currency),
        }, null);
    }

    private static RuleError? Check(Turn turn, StartContract command, Currency currency)
    {
        var state = turn.State;
        var assigned = state.Assigned(MemberType.FullTime);
        if (command.FullTimeSeats < assigned) return RuleError.Invalid("fullTimeSeats", $"{assigned} full-time seats are assigned: the contract needs at least as many.");
        var collaborators = state.Assigned(MemberType.Collaborator);
        if (command.CollaboratorSeats < collaborators)
            return RuleError.Invalid("collaboratorSeats", $"{collaborators} collaborator seats are assigned: the contract needs at least as many.");
        if (command.Interval == BillingInterval.Annual && command.TermMonths is { } months && months % 12 != 0)
            return RuleError.Invalid("termMonths", "An annual interval needs a term of whole years: a multiple of 12.");
        if (Guards.Licensed(turn, command.Licensing, command.Plan, "licensing") is { } unlicensed) return unlicensed;
        if (command.Licensing == Licensing.ConversationBased && command.CommittedConversations is null)
            return RuleError.Invalid("committedConversations", "Conversation-based licensing needs the number of committed conversations.");
        if (command.PlanPrices.GroupBy(price => price.Plan).Any(group => group.Count() > 1)) return RuleError.Invalid("planPrices", "A plan is named twice.");
        if (currency != state.Currency && (!state.Credit.Balance.IsZero || state.OpenInvoices.Any() || Runs(state, turn.At)))
            return RuleError.Invalid("currency", $"The organization has a balance, an open invoice or a running period in {state.Currency}.");
        return null;
    }

    private static bool Runs(OrganizationState state, Instant at) =>
        state.Contract is { InTrial: false } contract && state.Status.State is AccountState.Active or AccountState.PastDue && state.Contract!.CurrentPeriod.Contains(at);

    private static Money BalanceIn(OrganizationState state, Currency currency) => state.Currency == currency ? state.Credit.Balance : Money.Zero(currency);

    /// <summary>The unused time of the period that a new contract ends (A38): what was billed for it and paid, in proportion to the days left.</summary>
    private static InvoiceLine? UnusedLine(Turn turn)
    {
        var state = turn.State;
        if (!Runs(state, turn.At)) return null;
        var contract = turn.Contract;
        var period = contract.CurrentPeriod;
        var unpaid = state.OpenInvoices.Where(invoice => invoice.Period == period && invoice.Billed is not null)
            .Aggregate(Money.Zero(contract.Currency), (sum, invoice) => sum + invoice.Billed!.Total);
        var (full, paid) = (FullPeriodBilled(contract).Total - unpaid, contract.Billed.Total - unpaid);
        return full.Minor <= 0 || paid.Minor <= 0 ? null
            : turn.Lines.Unused($"{turn.Lines.PlanName(contract.Plan)}, all seats and add-ons", 1, full, period.DaysLeft(turn.At), period.Days, paid);
    }
}
