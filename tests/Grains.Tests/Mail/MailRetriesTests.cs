using Billing.Grains.Mail;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;

namespace Billing.Grains.Tests.Mail;

public sealed class MailRetriesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 30)]
    [InlineData(4, 120)]
    [InlineData(5, 360)]
    [InlineData(15, 360)]
    public void Waits_grow_to_six_hours(int failures, int minutes) =>
        Assert.Equal(Duration.FromMinutes(minutes), MailRetries.DelayAfter(failures));

    [Fact]
    public void The_last_try_is_within_three_days()
    {
        var waited = Duration.Zero;
        var failures = 0;
        while (MailRetries.DelayAfter(++failures) is { } delay) waited += delay;
        Assert.InRange(waited, Duration.FromHours(66), Duration.FromHours(72));
        Assert.Null(MailRetries.DelayAfter(failures + 100));
    }

    [Fact]
    public void A_permanent_failure_is_given_up_at_once()
    {
        Assert.Null(MailRetries.NextTryAt(1, Start, permanent: true));
        Assert.Equal(Start + Duration.FromMinutes(1), MailRetries.NextTryAt(1, Start, permanent: false));
    }
}
