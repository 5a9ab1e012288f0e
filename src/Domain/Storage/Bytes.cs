using System.Globalization;

namespace Billing.Domain.Storage;

/// <summary>Decimal units of storage (R49), and the bounds within which it is counted.</summary>
internal static class Bytes
{
    public const long PerKilobyte = 1_000;

    public const long PerGigabyte = 1_000_000_000;

    /// <summary>The largest total: so many gigabytes still are a quantity on an invoice, and no sum of totals overflows.</summary>
    public const long Most = 1_000_000_000_000_000_000;

    /// <summary>The largest file.</summary>
    public const long MostOfAFile = 1_000_000_000_000_000;

    /// <summary>The most objects of one kind.</summary>
    public const long MostObjects = 1_000_000_000_000;

    /// <summary>The content of one file in whole kilobytes: 1 byte is 1,000, nothing stays nothing (R54).</summary>
    /// <param name="bytes">0 to <see cref="MostOfAFile"/>.</param>
    public static long OfFile(long bytes) => (bytes + PerKilobyte - 1) / PerKilobyte * PerKilobyte;

    /// <summary>The unit of sale: a gigabyte that has begun counts whole (A24).</summary>
    /// <param name="bytes">0 to twice <see cref="Most"/>.</param>
    public static int WholeGigabytes(long bytes) => checked((int)((bytes + PerGigabyte - 1) / PerGigabyte));

    /// <summary>At most <see cref="Most"/>.</summary>
    public static long Bounded(Int128 bytes) => (long)Int128.Min(bytes, Most);

    /// <summary>For people, exactly: <c>12.4 GB</c>, <c>0.000000001 GB</c>.</summary>
    public static string InGigabytes(long bytes)
    {
        var whole = (bytes / PerGigabyte).ToString("N0", CultureInfo.InvariantCulture);
        var fraction = (bytes % PerGigabyte).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? $"{whole} GB" : $"{whole}.{fraction} GB";
    }
}
