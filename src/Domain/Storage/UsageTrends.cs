using System.Numerics;
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
        var month = reading.At.UtcMonth();
        var sums = trend is { } known && known.Month == month ? known : new(month, 0, 0, 0, 0, 0, 0, 0);
        if (sums.Reports >= MostReports) return sums;
        var seconds = SecondsOf(month, reading.At);
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

    /// <summary>Where the line is at an instant, rounded half up, never below zero; null where the readings are of one second only.</summary>
    public static (long Data, long Attachments)? At(UsageTrend trend, Instant instant)
    {
        BigInteger reports = trend.Reports, seconds = trend.Seconds, squares = trend.SecondsSquared;
        var spread = reports * squares - seconds * seconds;
        if (spread.IsZero) return null;
        BigInteger at = SecondsOf(trend.Month, instant);
        return (On(trend.Data, trend.DataTimesSeconds), On(trend.Attachments, trend.AttachmentsTimesSeconds));

        // (Σy·Σx² − Σx·Σxy + (n·Σxy − Σx·Σy)·at) / (n·Σx² − (Σx)²)
        long On(BigInteger sum, BigInteger products) =>
            Rounded(sum * squares - seconds * products + (reports * products - seconds * sum) * at, spread);
    }

    private static long Rounded(BigInteger numerator, BigInteger denominator) =>
        numerator.Sign <= 0 ? 0 : (long)BigInteger.Min((numerator * 2 + denominator) / (denominator * 2), Bytes.Most);

    private static Int128 SecondsOf(LocalDate month, Instant instant) => (instant - month.AtUtcMidnight()).BclCompatibleTicks / NodaConstants.TicksPerSecond;
}
