using NodaTime;

namespace Billing.Domain;

/// <summary>Periods and terms counted from the original anchor (P4): Jan 31, Feb 28, Mar 31; Feb 29, Feb 28, …, Feb 29 again in leap years.
/// Never counted on from the last end, which would lose the day.</summary>
/// <param name="Anchor">The day on which the first period starts.</param>
/// <param name="IntervalMonths">1 or 12.</param>
/// <param name="TermMonths">A multiple of <paramref name="IntervalMonths"/> (A44).</param>
public readonly record struct BillingCalendar(LocalDate Anchor, int IntervalMonths, int TermMonths)
{
    /// <param name="index">0 for the first period.</param>
    public BillingPeriod PeriodAt(int index) => new(Boundary(index * IntervalMonths), Boundary((index + 1) * IntervalMonths));

    /// <summary>The contract term that a period belongs to.</summary>
    public BillingPeriod TermOf(int periodIndex)
    {
        var term = periodIndex * IntervalMonths / TermMonths;
        return new(Boundary(term * TermMonths), Boundary((term + 1) * TermMonths));
    }

    /// <summary>Whether a further term begins with this period (A37).</summary>
    public bool StartsTerm(int periodIndex) => periodIndex * IntervalMonths % TermMonths == 0;

    private LocalDate Boundary(int months) => Anchor.PlusMonths(months);
}
