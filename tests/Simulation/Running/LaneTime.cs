using NodaTime;

namespace Billing.Simulation.Tests.Running;

/// <summary>A process's timers and its monotonic clock: virtual time, whatever its wall clock says.</summary>
internal sealed class LaneTime(Scheduler scheduler, Lane lane) : TimeProvider
{
    public override long TimestampFrequency => NodaConstants.TicksPerSecond;

    public override long GetTimestamp() => scheduler.Now.ToUnixTimeTicks();

    public override DateTimeOffset GetUtcNow() => scheduler.Now.ToDateTimeOffset();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LaneTimer(scheduler, lane, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class LaneTimer(Scheduler scheduler, Lane lane, Action callback) : ITimer
    {
        private int version;

        /// <summary>Whoever uses it here sets it anew each time: a period has no use yet.</summary>
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++version;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            scheduler.After(Duration.FromTimeSpan(dueTime), lane, () =>
            {
                if (mine == version) callback();
            });
            return true;
        }

        public void Dispose() => version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
