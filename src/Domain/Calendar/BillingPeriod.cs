using NodaTime;

namespace Billing.Domain;

/// <summary>Whole UTC days from <see cref="Start"/>, included, to <see cref="End"/>, not included (P2, P3).</summary>
public readonly record struct BillingPeriod(LocalDate Start, LocalDate End)
{
    /// <summary>A season's window: both dates are days of access (R25).</summary>
    public static BillingPeriod OfSeason(LocalDate opensOn, LocalDate closesOn) => new(opensOn, closesOn.PlusDays(1));

    public int Days => Period.DaysBetween(Start, End);

    /// <summary>The instants covered: half-open, as <see cref="Interval"/> is.</summary>
    public Interval Instants => new(Start.AtUtcMidnight(), End.AtUtcMidnight());

    public Instant StartsAt => Start.AtUtcMidnight();

    /// <summary>The first instant that no longer belongs to the period.</summary>
    public Instant EndsAt => End.AtUtcMidnight();

    /// <summary>The last day that belongs to the period.</summary>
    public LocalDate LastDay => End.PlusDays(-1);

    public bool Contains(Instant instant) => Instants.Contains(instant);

    /// <summary>Days still to run, today included; 1 to <see cref="Days"/> for an instant within the period (P6).</summary>
    public int DaysLeft(Instant now) => Math.Clamp(Period.DaysBetween(now.UtcDate(), End), 1, Days);
}

/// <summary>UTC days and instants, the only calendar of the service (P2).</summary>
public static class UtcCalendar
{
    public static Instant AtUtcMidnight(this LocalDate date) => date.AtMidnight().InUtc().ToInstant();

    public static LocalDate UtcDate(this Instant instant) => instant.InUtc().Date;

    /// <summary>The first day of the calendar month.</summary>
    public static LocalDate UtcMonth(this Instant instant) => instant.UtcDate().With(DateAdjusters.StartOfMonth);
}
