namespace Billing.Grains.Organizations;

/// <summary>
/// The time that Orleans goes by. It notes when each activation may go by the time of day, and once that has gone backwards it makes no new ones until
/// the old time has come again: after a jump of a year, for a year. So a jump does not reach it (F18).
/// </summary>
public sealed class BelievedTime(ClockGuard guard) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => guard.Believed.ToDateTimeOffset();
}
