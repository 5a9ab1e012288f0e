using NodaTime;

namespace Billing.Domain.AdHoc;

/// <summary>Hours of Monday to Friday, 24 a day, in UTC; holidays count as Sundays do (A13).</summary>
public static class BusinessHours
{
    /// <summary>The instant at which so much business time has passed.</summary>
    /// <param name="time">More than nothing.</param>
    public static Instant After(Instant from, Duration time, IReadOnlySet<LocalDate> holidays)
    {
        var date = from.UtcDate();
        var at = from;
        while (true)
        {
            var dayEnds = date.PlusDays(1).AtUtcMidnight();
            if (IsBusinessDay(date, holidays))
            {
                if (dayEnds - at >= time) return at + time;
                time -= dayEnds - at;
            }

            (date, at) = (date.PlusDays(1), dayEnds);
        }
    }

    private static bool IsBusinessDay(LocalDate date, IReadOnlySet<LocalDate> holidays) =>
        date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !holidays.Contains(date);
}
