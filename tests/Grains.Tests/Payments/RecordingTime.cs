using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Billing.Grains.Tests.Payments;

/// <summary>A fake time that tells the test which waits have begun, so that it never advances past a timer that is not there yet.</summary>
internal sealed class RecordingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next wait that begins and is not a call's time-out.</summary>
    public async Task<TimeSpan> NextDelayAsync()
    {
        TimeSpan wait;
        do
        {
            wait = await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
        while (wait == TimeSpan.FromSeconds(20) || wait == Timeout.InfiniteTimeSpan);

        return wait;
    }
}
