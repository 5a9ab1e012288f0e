using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>
/// Holds the wall clock against the process's monotonic one, and against the database's where it has one: while they are more than five minutes
/// apart nothing is charged and nothing falls due (D6, F18). Where there is a database's, the monotonic clock counts from the last time that it told
/// before both agreed: a process that starts on a wrong clock is well once that is put right, and a jump of both together is a jump all the same.
/// </summary>
public sealed class ClockGuard(IClock clock, TimeProvider monotonic)
{
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    private volatile Reading start = new(clock.GetCurrentInstant(), monotonic.GetTimestamp());
    private volatile Reading? database;
    private bool haveAgreed;

    public bool Agrees => Problem is null;

    /// <summary>What is wrong with the clock, for staff; null where nothing is.</summary>
    public string? Problem =>
        database is { } read && IsApart(read) ? "it differs from the database's by more than five minutes"
        : IsApart(start) ? "it has jumped by more than five minutes"
        : null;

    /// <summary>The wall clock's instant while it is believed; else what it would be without the jump.</summary>
    public Instant Believed => Agrees ? clock.GetCurrentInstant() : Expected(start);

    /// <exception cref="ProviderUnavailableException">The clock is not believed.</exception>
    public void Require()
    {
        if (!Agrees) throw new ProviderUnavailableException("This machine's clock has jumped: nothing is decided until it is right again, or the service is restarted.");
    }

    /// <summary>What the database says the time is, as of now. One caller at a time.</summary>
    public void Compare(Instant databaseNow)
    {
        var read = new Reading(databaseNow, monotonic.GetTimestamp());
        if (!haveAgreed)
        {
            start = read;
            haveAgreed = !IsApart(read);
        }

        database = read;
    }

    private bool IsApart(Reading read)
    {
        var difference = clock.GetCurrentInstant() - Expected(read);
        return difference > Tolerance || difference < -Tolerance;
    }

    private Instant Expected(Reading read) => read.At + Duration.FromTimeSpan(monotonic.GetElapsedTime(read.Stamp));

    private sealed record Reading(Instant At, long Stamp);
}
