using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>Holds the wall clock against the process's monotonic one: after a jump of more than five minutes nothing is charged and nothing falls
/// due until they agree again (D6, F18).</summary>
public sealed class ClockGuard(IClock clock, TimeProvider monotonic)
{
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    private readonly Instant startedAt = clock.GetCurrentInstant();
    private readonly long startedStamp = monotonic.GetTimestamp();

    public bool Agrees
    {
        get
        {
            var expected = startedAt + Duration.FromTimeSpan(monotonic.GetElapsedTime(startedStamp));
            var difference = clock.GetCurrentInstant() - expected;
            return difference <= Tolerance && difference >= -Tolerance;
        }
    }
}
