using Billing.Domain.Organizations;
using NodaTime;
using Orleans.Runtime;

namespace Billing.Grains.Organizations;

/// <summary>Wakes an organization when something is due: a timer while it is active, and an Orleans reminder within the hour, so that losing
/// any two of timer, reminder and sweep loses nothing (D5).</summary>
internal sealed class WakeUps(OrganizationGrain grain, EngineServices services, Func<CancellationToken, Task> tick)
{
    private const string ReminderName = "due";

    private static readonly Duration Horizon = Duration.FromHours(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(5);

    private IGrainTimer? timer;
    private bool stopped;
    private int failures;

    /// <summary>Null: none is registered; it may be left over from an earlier activation.</summary>
    private Instant? remindedFor;
    private bool reminderKnown;

    /// <summary>A turn ended in a bug: what is due is tried again later each time, not in a loop (D8).</summary>
    public void Failed() => failures++;

    public void Succeeded() => failures = 0;

    /// <summary>Sets the timer for the next thing due.</summary>
    public void Plan(OrganizationBook book)
    {
        if (stopped || book.State is null) return;
        if (NextAt(book) is { } next && next - book.RealNow <= Horizon) Set(Instant.Max(next, book.RealNow) - book.RealNow);
        else timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Now()
    {
        if (!stopped && failures == 0) Set(Duration.Zero);
    }

    public void Stop()
    {
        stopped = true;
        timer?.Dispose();
    }

    /// <summary>Registers or removes the reminder. Its failure costs nothing but itself: the sweep serves.</summary>
    public async Task RemindAsync(OrganizationBook book)
    {
        var next = NextAt(book) is { } at && at - book.RealNow <= Horizon ? at : (Instant?)null;
        if (reminderKnown && next == remindedFor) return;
        try
        {
            if (next is { } due)
            {
                await grain.RegisterOrUpdateReminder(ReminderName, (Instant.Max(due, book.RealNow) - book.RealNow).ToTimeSpan(), ReminderPeriod);
            }
            else if (await grain.GetReminder(ReminderName) is { } old)
            {
                await grain.UnregisterReminder(old);
            }

            (reminderKnown, remindedFor) = (true, next);
        }
        catch (Exception failure)
        {
            services.Log.ReminderFailed(book.Committed.Id, failure.GetType().Name);
        }
    }

    /// <summary>The agenda's next entry and what mail and payments want, in real time.</summary>
    private static Instant? NextAt(OrganizationBook book)
    {
        var state = book.Committed;
        var due = Agenda.NextReady(state) is { } entry && !Agenda.IsBlocked(state, entry) ? RowWriter.NextDueAt(state, book.RealNow) : null;
        return RowWriter.NextEffectAt(state, book.RealNow) is { } effect && (due is null || effect < due) ? effect : due;
    }

    private void Set(Duration due)
    {
        var wait = Duration.Max(due, TurnBackoff.After(failures));
        if (timer is null) timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(wait.ToTimeSpan(), Timeout.InfiniteTimeSpan) { KeepAlive = false });
        else timer.Change(wait.ToTimeSpan(), Timeout.InfiniteTimeSpan);
    }
}
