using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>
/// Holds the wall clock against the process's monotonic one, and against the database's where it has one: while they are more than five minutes
/// apart nothing is charged and nothing falls due (D6, F18).
/// </summary>
public sealed class ClockGuard(IClock clock, TimeProvider monotonic)
{
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    private readonly Instant startedAt = clock.GetCurrentInstant();
    private readonly long startedStamp = monotonic.GetTimestamp();
    private volatile Reading? database;

    public bool Agrees => Problem is null;

    /// <summary>What is wrong with the clock, for staff; null where nothing is.</summary>
    public string? Problem =>
        IsApart(startedAt + Since(startedStamp)) ? "it has jumped by more than five minutes"
        : database is { } read && IsApart(read.At + Since(read.Stamp)) ? "it differs from the database's by more than five minutes"
        : null;

    /// <summary>What the database says the time is, as of now.</summary>
    public void Compare(Instant databaseNow) => database = new(databaseNow, monotonic.GetTimestamp());

    private bool IsApart(Instant expected) => clock.GetCurrentInstant() - expected is var difference && (difference > Tolerance || difference < -Tolerance);

    private Duration Since(long stamp) => Duration.FromTimeSpan(monotonic.GetElapsedTime(stamp));

    private sealed record Reading(Instant At, long Stamp);
}
