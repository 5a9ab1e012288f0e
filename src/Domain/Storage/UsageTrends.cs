using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>A straight line through a month's readings: least squares, in exact integers until the last division.</summary>
internal static class UsageTrends
{
    /// <summary>As many as the sums can hold in 128 bits; later ones are left out.</summary>
    private const int MostReports = 1_000_000;

    /// <summary>A reading of another month begins a trend of its own; none changes nothing.</summary>
    public static UsageTrend? With(UsageTrend? trend, UsageReading? reading)
    {
        if (reading is null) return trend;
        var date = reading.At.UtcDate();
        var month = new LocalDate(date.Year, date.Month, 1);
        var sums = trend is { } known && known.Month == month ? known : new(month, 0, 0, 0, 0, 0, 0, 0);
        if (sums.Reports >= MostReports) return sums;
        Int128 seconds = (reading.At - month.AtUtcMidnight()).BclCompatibleTicks / NodaConstants.TicksPerSecond;
        return sums with
        {
            Reports = sums.Reports + 1,
            Seconds = sums.Seconds + seconds,
            SecondsSquared = sums.SecondsSquared + seconds * seconds,
            Data = sums.Data + reading.DataBytes,
            DataTimesSeconds = sums.DataTimesSeconds + reading.DataBytes * seconds,
            Attachments = sums.Attachments + reading.AttachmentBytes,
            AttachmentsTimesSeconds = sums.AttachmentsTimesSeconds + reading.AttachmentBytes * seconds,
        };
    }
}
