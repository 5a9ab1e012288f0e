using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;
using Orleans.Runtime;

namespace Billing.Grains.Organizations;

/// <summary>Wakes an organization when something is due: a timer while it is active, and an Orleans reminder within the hour, so that losing
/// any two of timer, reminder and sweep loses nothing (D5).</summary>
internal sealed class WakeUps(OrganizationGrain grain, EngineServices services, Func<CancellationToken, Task> tick, Func<CancellationToken, Task> sendMail)
{
    private const string ReminderName = "due";

    private static readonly Duration Horizon = Duration.FromHours(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(5);

    private IGrainTimer? timer;
    private IGrainTimer? mailTimer;
    private bool stopped;
    private int failures;

    /// <summary>Null: none is registered; it may be left over from an earlier activation.</summary>
    private Instant? remindedFor;
    private bool reminderKnown;

    /// <summary>Mail is going out: it asks to be woken again when it is done.</summary>
    public bool IsSending { get; set; }

    /// <summary>A turn ended in a bug: what is due is tried again later each time, not in a loop (D8).</summary>
    public void Failed() => failures++;

    public void Succeeded() => failures = 0;

    /// <summary>Sets the timers for the next thing due, and for the next mail.</summary>
    public void Plan(OrganizationBook book)
    {
        if (stopped || book.State is not { } state) return;
        timer = Set(timer, tick, NextTurnAt(book), book, interleave: false);
        if (!IsSending) mailTimer = Set(mailTimer, sendMail, RowWriter.NextMailAt(state, book.RealNow), book, interleave: true);
    }

    public void Now(OrganizationBook book)
    {
        if (!stopped && failures == 0) timer = Set(timer, tick, book.RealNow, book, interleave: false);
    }

    public void Stop()
    {
        stopped = true;
        timer?.Dispose();
        mailTimer?.Dispose();
    }

    /// <summary>Registers or removes the reminder. Its failure costs nothing but itself: the sweep serves.</summary>
    public async Task RemindAsync(OrganizationBook book)
    {
        var now = book.RealNow;
        // What waits to be sent for the first time is on its way: a reminder for each mail would cost more than the mail.
        var mail = RowWriter.NextMailAt(book.Committed, now) is { } retry && retry > now ? retry : (Instant?)null;
        var next = RowWriter.Earlier(NextTurnAt(book), mail) is { } at && at - now <= Horizon ? at : (Instant?)null;
        if (reminderKnown && next == remindedFor) return;
        try
        {
            if (next is { } due)
            {
                await grain.RegisterOrUpdateReminder(ReminderName, (Instant.Max(due, now) - now).ToTimeSpan(), ReminderPeriod);
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

    /// <summary>The agenda's next entry and what payments want, in real time.</summary>
    private static Instant? NextTurnAt(OrganizationBook book) =>
        RowWriter.Earlier(RowWriter.NextDueAt(book.Committed, book.RealNow), PaymentProtocol.NextAt(book.Committed, book.RealNow));

    /// <summary>What seems due on a clock that is not believed must not spin (D6).</summary>
    private static Duration LeastWait(OrganizationBook book) => book.WallClockAgrees ? Duration.Zero : Duration.FromMinutes(1);

    private IGrainTimer? Set(IGrainTimer? old, Func<CancellationToken, Task> callback, Instant? at, OrganizationBook book, bool interleave)
    {
        if (at is not { } next || next - book.RealNow > Horizon)
        {
            old?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return old;
        }

        var wait = Duration.Max(Instant.Max(next, book.RealNow) - book.RealNow, Duration.Max(TurnBackoff.After(failures), LeastWait(book))).ToTimeSpan();
        if (old is null) return grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = interleave });
        old.Change(wait, Timeout.InfiniteTimeSpan);
        return old;
    }
}
