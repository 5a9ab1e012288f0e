using Billing.Grains.Organizations;
using NodaTime;

namespace Billing.Grains.Tests.Organizations;

public sealed class TurnBackoffTests
{
    [Theory, InlineData(0, 0), InlineData(1, 1), InlineData(2, 2), InlineData(3, 4), InlineData(12, 2_048), InlineData(1_000_000, 2_048)]
    public void D08_a_turn_that_fails_waits_twice_as_long_each_time_and_not_for_ever(int failures, int seconds) =>
        Assert.Equal(Duration.FromSeconds(seconds), TurnBackoff.After(failures));
}
