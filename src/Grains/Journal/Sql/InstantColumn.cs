using NodaTime;

namespace Billing.Grains.Journal.Sql;

/// <summary>
/// An instant as the database keeps it: whole 100 ns since 1970-01-01T00:00Z, the precision of the system clock. What is finer is cut
/// off towards the past. Integers sort and compare exactly; text would not.
/// </summary>
internal static class InstantColumn
{
    public static long ToColumn(Instant instant) => instant.ToUnixTimeTicks();

    public static object ToColumn(Instant? instant) => instant is { } value ? value.ToUnixTimeTicks() : DBNull.Value;

    public static long? Ticks(Instant? instant) => instant?.ToUnixTimeTicks();

    public static Instant FromColumn(long ticks) => Instant.FromUnixTimeTicks(ticks);

    public static Instant? FromColumn(long? ticks) => ticks is { } value ? Instant.FromUnixTimeTicks(value) : null;
}
