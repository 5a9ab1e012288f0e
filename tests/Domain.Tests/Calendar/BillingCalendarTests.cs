using NodaTime;

namespace Billing.Domain.Tests.Calendar;

public class BillingCalendarTests
{
    public static TheoryData<int> Intervals => [1, 12];

    [Theory]
    [InlineData("2025-01-31", 1, 0, "2025-01-31", "2025-02-28")]
    [InlineData("2025-01-31", 1, 1, "2025-02-28", "2025-03-31")]
    [InlineData("2025-01-31", 1, 2, "2025-03-31", "2025-04-30")]
    [InlineData("2024-01-31", 1, 1, "2024-02-29", "2024-03-31")]
    [InlineData("2024-02-29", 12, 0, "2024-02-29", "2025-02-28")]
    [InlineData("2024-02-29", 12, 3, "2027-02-28", "2028-02-29")]
    [InlineData("2024-02-29", 12, 4, "2028-02-29", "2029-02-28")]
    [InlineData("2024-12-31", 1, 2, "2025-02-28", "2025-03-31")]
    public void P04_periods_are_counted_from_the_original_anchor(string anchor, int months, int index, string start, string end) =>
        Assert.Equal(new(Day(start), Day(end)), new BillingCalendar(Day(anchor), months, 12).PeriodAt(index));

    [Theory, MemberData(nameof(Intervals))]
    public void P16_periods_tile_without_gap_or_overlap_for_50_years_from_every_day_of_a_leap_cycle(int months)
    {
        for (var anchor = new LocalDate(2024, 1, 1); anchor.Year < 2028; anchor = anchor.PlusDays(1))
        {
            var calendar = new BillingCalendar(anchor, months, 12);
            var end = anchor;
            for (var index = 0; index < 50 * 12 / months; index++)
            {
                var period = calendar.PeriodAt(index);
                Assert.Equal(end, period.Start);
                Assert.InRange(period.Days, months == 1 ? 28 : 365, months == 1 ? 31 : 366);
                Assert.Equal(Math.Min(anchor.Day, CalendarSystem.Iso.GetDaysInMonth(period.Start.Year, period.Start.Month)), period.Start.Day);
                end = period.End;
            }

            Assert.Equal(anchor.PlusYears(50), end);
        }
    }

    [Theory, MemberData(nameof(Intervals))]
    public void A44_terms_are_whole_periods_and_tile_too(int months)
    {
        foreach (var term in new[] { 12, 24, 36 })
        {
            var calendar = new BillingCalendar(new(2024, 2, 29), months, term);
            for (var index = 0; index < 600 / months; index++)
            {
                var (period, whole) = (calendar.PeriodAt(index), calendar.TermOf(index));
                Assert.True(whole.Start <= period.Start && period.End <= whole.End);
                Assert.Equal(whole.Start == period.Start, calendar.StartsTerm(index));
            }
        }
    }

    [Theory]
    [InlineData("2025-01-31", 1, 0, 28)]
    [InlineData("2025-03-15", 1, 0, 31)]
    [InlineData("2025-04-01", 1, 0, 30)]
    [InlineData("2024-02-29", 1, 0, 29)]
    [InlineData("2023-03-01", 12, 0, 366)]
    [InlineData("2024-03-01", 12, 0, 365)]
    [InlineData("2024-02-29", 12, 0, 365)]
    public void P05_the_denominator_is_the_periods_real_days(string anchor, int months, int index, int days) =>
        Assert.Equal(days, new BillingCalendar(Day(anchor), months, 12).PeriodAt(index).Days);

    [Theory]
    [InlineData("2025-01-15T00:00:00Z", 31)]
    [InlineData("2025-01-15T23:59:59Z", 31)]
    [InlineData("2025-01-16T00:00:00Z", 30)]
    [InlineData("2025-02-14T00:00:00Z", 1)]
    [InlineData("2025-02-14T23:59:59Z", 1)]
    public void P06_the_numerator_is_the_days_left_today_included(string now, int left) =>
        Assert.Equal(left, new BillingPeriod(new(2025, 1, 15), new(2025, 2, 15)).DaysLeft(Life.At(now)));

    [Theory]
    [InlineData("2025-01-14T23:59:59.999999999Z", false)]
    [InlineData("2025-01-15T00:00:00Z", true)]
    [InlineData("2025-02-14T23:59:59.999999999Z", true)]
    [InlineData("2025-02-15T00:00:00Z", false)]
    public void P03_a_period_is_half_open(string now, bool within) =>
        Assert.Equal(within, new BillingPeriod(new(2025, 1, 15), new(2025, 2, 15)).Contains(Life.At(now)));

    [Fact]
    public void P02_days_are_utc_days()
    {
        Assert.Equal(new(2025, 3, 30), Life.At("2025-03-30T23:59:59Z").UtcDate());
        Assert.Equal(Life.At("2025-03-30T00:00:00Z"), new LocalDate(2025, 3, 30).AtUtcMidnight());
    }

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).GetValueOrThrow();
}
