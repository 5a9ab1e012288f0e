using System.Globalization;

namespace Billing.Grains.Mail;

/// <summary>Amounts of storage for people, in decimal units (R49).</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["KB", "MB", "GB", "TB"];

    /// <summary><c>12.34 GB (12,340,000,000 bytes)</c>: at most two decimals, rounded half up, and the exact figure behind it.</summary>
    /// <param name="bytes">0 or more; below 1,000 there are bytes only. There is no unit above terabytes.</param>
    public static string Format(long bytes)
    {
        var exact = bytes == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
        return bytes < 1000 ? exact : $"{InUnit(bytes)} ({exact})";
    }

    private static string InUnit(long bytes)
    {
        var (unit, size) = (0, 1000L);
        while (unit < Units.Length - 1 && Hundredths(bytes, size) >= 100_000) (unit, size) = (unit + 1, size * 1000);
        var hundredths = Hundredths(bytes, size);
        // Zeros at the end are left out where nothing was rounded away.
        var isExact = bytes % (size / 100) == 0;
        var decimals = !isExact || hundredths % 10 != 0 ? $".{hundredths % 100:00}" : hundredths % 100 != 0 ? $".{hundredths % 100 / 10}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100:N0}{decimals} {Units[unit]}");
    }

    private static long Hundredths(long bytes, long size) => (long)((bytes * (Int128)100 + (size / 2)) / size);
}
