using Billing.Domain.Catalog;
using Billing.Domain.Contracts;

namespace Billing.Domain.Pricing;

/// <summary>Seats and add-ons for a year, before tax: 12 × the month on a monthly interval (R75, A27).</summary>
public static class AnnualCost
{
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static Money Of(Contract contract)
    {
        var interval = contract.AddOns.Aggregate(
            contract.SeatPrice * contract.FullTimeSeats + contract.CollaboratorSeatPrice * contract.CollaboratorSeats,
            (sum, addOn) => sum + addOn.Total);
        return contract.Interval == BillingInterval.Annual ? interval : interval * 12;
    }
}
