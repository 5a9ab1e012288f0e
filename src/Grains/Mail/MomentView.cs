using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Billing.Grains.Mail;

/// <summary>One moment on two clocks.</summary>
/// <param name="Utc">In UTC.</param>
/// <param name="Local">In the organization's time zone; null where that is UTC, or not known.</param>
internal sealed record MomentView(string Utc, string? Local)
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");
    // Day and month stay on one line.
    private static readonly LocalDatePattern DayAlone = LocalDatePattern.CreateWithInvariantCulture("d'\u00A0'MMMM");
    private static readonly OffsetPattern FromUtc = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>In figures, as billing has it: <c>2026-01-05 00:00 UTC</c> and <c>2026-01-04 19:00 in America/New_York</c>. Seconds only
    /// where there are any, fractions cut off.</summary>
    public static MomentView Of(Instant instant, DateTimeZone? zone) => new(
        Figures(instant.InUtc().LocalDateTime) + " UTC",
        IsUtc(zone) ? null : $"{Figures(instant.InZone(zone!).LocalDateTime)} in {zone!.Id}");

    /// <summary>In words, for members: <c>1 June 2025, 00:00 UTC</c> and <c>31 May 2025, 8 p.m. EDT (America/New_York)</c>, with the label
    /// that the zone itself has for the time of the year (A11).</summary>
    public static MomentView InWords(Instant instant, DateTimeZone? zone) => Words(instant, zone, ends: false);

    /// <summary>As <see cref="InWords"/>, for the first instant without access: midnight says which day it ends, so that nobody takes the
    /// day that it begins for another one of access (R25).</summary>
    public static MomentView EndInWords(Instant instant, DateTimeZone? zone) => Words(instant, zone, ends: true);

    /// <returns><c>30 June 2025</c></returns>
    public static string InWords(LocalDate date) => Day.Format(date);

    private static MomentView Words(Instant instant, DateTimeZone? zone, bool ends)
    {
        var utc = instant.InUtc().LocalDateTime;
        var inUtc = $"{Day.Format(utc.Date)}, {utc.Hour:00}:{SixtiethsOf(utc)} UTC{DayThatEnds(utc, ends)}";
        return new(inUtc, IsUtc(zone) ? null : WallClock(instant, zone!, ends));
    }

    private static string WallClock(Instant instant, DateTimeZone zone, bool ends)
    {
        var interval = zone.GetZoneInterval(instant);
        var time = instant.WithOffset(interval.WallOffset).LocalDateTime;
        // The database has figures for zones that nobody has letters for.
        var label = char.IsLetter(interval.Name[0]) ? interval.Name : "UTC" + FromUtc.Format(interval.WallOffset);
        return $"{Day.Format(time.Date)}, {Clock(time)} {label} ({zone.Id}){DayThatEnds(time, ends)}";
    }

    /// <summary>Twelve hours, but for midnight and noon, which people take for one another.</summary>
    private static string Clock(LocalDateTime time)
    {
        if (IsMidnight(time)) return "00:00";
        if (time.TimeOfDay == LocalTime.Noon) return "12 noon";
        var half = time.Hour < 12 ? "a.m." : "p.m.";
        var hour = time.ClockHourOfHalfDay.ToString(CultureInfo.InvariantCulture);
        return time is { Minute: 0, Second: 0 } ? $"{hour} {half}" : $"{hour}:{SixtiethsOf(time)} {half}";
    }

    private static string SixtiethsOf(LocalDateTime time) => time.Second == 0 ? $"{time.Minute:00}" : $"{time.Minute:00}:{time.Second:00}";

    private static string DayThatEnds(LocalDateTime time, bool ends) =>
        ends && IsMidnight(time) ? $" (the end of {DayAlone.Format(time.Date.PlusDays(-1))})" : "";

    private static bool IsMidnight(LocalDateTime time) => time.TimeOfDay == LocalTime.Midnight;

    private static bool IsUtc(DateTimeZone? zone) => zone is null || (zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero);

    private static string Figures(LocalDateTime time) => (time.Second == 0 ? Minutes : Seconds).Format(time);
}
