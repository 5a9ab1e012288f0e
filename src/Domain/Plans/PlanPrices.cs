using Billing.Domain.Catalog;
using Billing.Domain.Contracts;

namespace Billing.Domain.Plans;

/// <summary>The price of a seat on another plan: the contract's, else the list's (A65).</summary>
internal static class PlanPrices
{
    public static Money? Seat(Contract contract, PlanCode plan, Catalog.Catalog catalog) =>
        contract.PlanPrices.FirstOrDefault(price => price.Plan == plan)?.SeatPrice ?? catalog.ListSeatPrice(plan, contract.Interval, contract.Currency);
}
