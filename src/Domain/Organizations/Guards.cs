using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Pricing;

namespace Billing.Domain.Organizations;

/// <summary>Refusals that several orders share.</summary>
internal static class Guards
{
    /// <summary>The largest amount that an organization may cost in a year, in minor units: far below 64 bits, so that no sum overflows.</summary>
    public const long LargestAnnualCost = 1_000_000_000_000_000;

    public static RuleError? NeedsContract(OrganizationState state) => state.Contract is null
        ? new(ErrorCode.NoSubscription, "The organization has no contract yet.")
        : null;

    /// <summary>A running subscription with access: a locked organization may only do what brings it back (A68).</summary>
    public static RuleError? NeedsAccess(OrganizationState state) => NeedsContract(state) ?? (state.Status.State == AccountState.BillingOnly
        ? new(ErrorCode.Locked, "The organization has lost access: enter a card to bring it back first.")
        : null);

    /// <summary>While a purchase waits for its money, no other change may be made (A60).</summary>
    public static RuleError? NothingUnderWay(OrganizationState state) => state.UnderWay is { } invoice
        ? new(ErrorCode.Conflict, $"Invoice {invoice.NumberText} is still waiting for its payment: finish or cancel that purchase first.")
        : null;

    /// <summary>While a contract waits for its money, nothing may change what it was signed on, or be undone by it (A60).</summary>
    public static RuleError? NoContractUnderWay(OrganizationState state) => state.UnderWay is { Grant: ContractGrant } ? NothingUnderWay(state) : null;

    /// <summary>Whether a renewal was paid must be known before what it was for is ended or credited.</summary>
    public static RuleError? RenewalSettled(OrganizationState state) =>
        state.OpenInvoices.FirstOrDefault(invoice => invoice.OnDecline == DeclineRule.Dunning && invoice.Payment.IsUnsettled) is { } invoice
            ? new(ErrorCode.PaymentPending, $"Whether invoice {invoice.NumberText} was paid is not known yet: ask again in a moment.") : null;

    /// <summary>Whether the customer can pay what is due, and the provider can charge it (A36, A64).</summary>
    public static RuleError? CanPay(Turn turn, Collection collection, Money due, string field)
    {
        if (collection == Collection.SendInvoice || due.IsZero) return null;
        if (turn.State.Payment.Card is null) return new(ErrorCode.PaymentMethodRequired, "There is no card on file: add one under Manage Payment first.");
        return Chargeable(turn, due, field);
    }

    public static RuleError? Chargeable(Turn turn, Money due, string field)
    {
        var limits = turn.Context.Catalog.LimitsOf(due.Currency);
        if (limits.Maximum == 0) return RuleError.Invalid(field, $"Cards cannot be charged in {due.Currency}: use SEND_INVOICE for this organization.");
        if (due.Minor > limits.Maximum)
        {
            return RuleError.Invalid(field,
                $"{due} is more than a card can be charged at once ({new Money(limits.Maximum, due.Currency)}): use SEND_INVOICE for this organization.");
        }

        return due.Minor % limits.Multiple == 0 ? null
            : RuleError.Invalid(field, $"{due} cannot be charged to a card exactly: its last digits must be a multiple of {new Money(limits.Multiple, due.Currency)}.");
    }

    /// <param name="per">How often it is to be invoiced, as the message says it.</param>
    public static RuleError? Invoiceable(Money total, string field, string per = "") =>
        total.Minor <= LargestAnnualCost ? null : RuleError.Invalid(field, $"{total}{per} is more than this service can invoice.");

    /// <summary>A contract must stay within what can be renewed: in 64 bits, and on a card within the provider's maximum (A64).</summary>
    public static RuleError? Renewable(Turn turn, Contract contract, Collection collection, string field)
    {
        var annual = AnnualCost.Of(contract);
        if (Invoiceable(annual, field, " a year") is { } tooLarge) return tooLarge;
        if (collection == Collection.SendInvoice) return null;
        var full = Quote.Of(turn.LinesFor(contract).FullPeriod(contract), Money.Zero(contract.Currency), ContractRules.LimitsOf(turn, collection, contract.Currency));
        return Chargeable(turn, full.Due, field);
    }

    /// <summary>A plan without an allocation for conversations is licensed by seats only (R56, R57).</summary>
    public static RuleError? Licensed(Turn turn, Licensing licensing, PlanCode plan, string field) =>
        licensing == Licensing.SeatBased || turn.Context.Catalog.Plan(plan).HasConversations ? null
            : RuleError.Invalid(field, $"{turn.Context.Catalog.Plan(plan).Name} is licensed by seats only: conversation-based licensing needs a plan that has it.");

    /// <summary>A legacy plan is no target for self-service (A56).</summary>
    public static RuleError? Offered(Turn turn, PlanCode plan) => turn.Context.Catalog.Plan(plan).Legacy && !turn.Context.Actor.IsStaff
        ? RuleError.Invalid("plan", $"{turn.Context.Catalog.Plan(plan).Name} is a legacy plan and is not offered any more: contact us.")
        : null;
}
