using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>When a mail that failed is tried again: after 1 minute, 5 minutes, 30 minutes, 2 hours, then every 6 hours while that
/// stays within 3 days of the first failure.</summary>
public static class MailRetries
{
    private static readonly Duration[] First =
        [Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2)];
    private static readonly Duration Then = Duration.FromHours(6);
    private static readonly Duration Longest = Duration.FromDays(3);

    /// <param name="failures">Failures so far, the last one included: 1 or more.</param>
    /// <returns>How long to wait from the last failure; null: give up.</returns>
    public static Duration? DelayAfter(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (failures <= First.Length) return First[failures - 1];
        var waited = First.Aggregate(Duration.Zero, (sum, delay) => sum + delay);
        return waited + Then * (failures - First.Length) <= Longest ? Then : null;
    }

    /// <param name="failures">Failures so far, the last one included: 1 or more.</param>
    /// <returns>When to try next, in real time; null: given up, at once where the failure is permanent.</returns>
    public static Instant? NextTryAt(int failures, Instant failedAt, bool permanent) =>
        !permanent && DelayAfter(failures) is { } delay ? failedAt + delay : null;
}
