using Billing.Simulation.Tests.Plans;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests.Running;

internal enum Peer
{
    Store,
    Provider,
    Mail,
    Doorbell,
}

/// <summary>Every call that leaves a process. What is on its way arrives though its sender is gone; what comes back finds him, or nobody.</summary>
internal sealed class Wire(History history, Process process)
{
    private static readonly Duration TimeOut = Duration.FromSeconds(20);

    /// <param name="effect">At the other end, at once.</param>
    /// <param name="noAnswer">What the caller is told when he has waited in vain; may throw.</param>
    /// <param name="poison">The provider keeps a 500 under the call's key; null where there is no key.</param>
    /// <param name="busy">The provider's 429; null where the other end has none.</param>
    public Task<T> CallAsync<T>(Peer peer, string what, Func<T> effect, Func<T> noAnswer, Action? poison = null, Func<T>? busy = null)
    {
        if (history.IsDown(peer)) return BackAfter(Duration.FromMilliseconds(200), noAnswer);
        var fault = history.NextFault(what);
        var there = Duration.FromMilliseconds(history.Luck(1, 30));
        switch (fault)
        {
            case Fault.CrashBefore:
                history.End(process);
                return Never<T>();
            case Fault.CrashAfter:
                history.Later(there, () => Quietly(effect));
                history.End(process);
                return Never<T>();
            case Fault.Lost: return BackAfter(TimeOut, noAnswer);
            case Fault.NoAnswer:
                history.Later(there, () => Quietly(effect));
                return BackAfter(TimeOut, noAnswer);
            case Fault.Late:
                history.Later(TimeOut + Duration.FromSeconds(history.Luck(1, 60)), () => Quietly(effect));
                return BackAfter(TimeOut, noAnswer);
            case Fault.StoredBefore when poison is not null:
                history.Later(there, poison);
                return BackAfter(there + there, noAnswer);
            case Fault.StoredAfter when poison is not null:
                history.Later(there, () => { Quietly(effect); poison(); });
                return BackAfter(there + there, noAnswer);
            case Fault.StoredBefore or Fault.StoredAfter: return BackAfter(there, noAnswer);
            case Fault.Busy: return BackAfter(Duration.FromSeconds(15), busy ?? noAnswer);
            case Fault.StallBefore:
                history.TakeOverFrom(process);
                return ThereAndBack(Duration.FromSeconds(60), there, effect);
            case Fault.StallAfter:
                history.TakeOverFrom(process);
                return ThereAndBack(there, Duration.FromSeconds(60), effect);
            default: return ThereAndBack(there, Duration.FromMilliseconds(history.Luck(1, 30)), effect);
        }
    }

    /// <summary>A call that nothing is planned for: it fails only while the other end is down.</summary>
    public Task<T> PlainAsync<T>(Peer peer, Func<T> effect, Func<T> noAnswer) => history.IsDown(peer)
        ? BackAfter(Duration.FromMilliseconds(200), noAnswer)
        : ThereAndBack(Duration.FromMilliseconds(1), Duration.FromMilliseconds(history.Luck(1, 20)), effect);

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private static void Quietly<T>(Func<T> effect)
    {
        try { effect(); }
        catch (Billing.Grains.Journal.JournalConflictException) { }
    }

    private Task<T> BackAfter<T>(Duration wait, Func<T> answer)
    {
        var done = new TaskCompletionSource<T>();
        history.Scheduler.After(wait, process.Lane, () => Finish(done, answer));
        return done.Task;
    }

    private Task<T> ThereAndBack<T>(Duration there, Duration back, Func<T> effect)
    {
        var done = new TaskCompletionSource<T>();
        history.Later(there, () =>
        {
            T? answer = default;
            Exception? failure = null;
            try { answer = effect(); }
#pragma warning disable CA1031 // Whatever the other end throws is its answer.
            catch (Exception thrown) { failure = thrown; }
#pragma warning restore CA1031
            history.Scheduler.After(back, process.Lane, () =>
            {
                if (failure is null) done.SetResult(answer!);
                else done.SetException(failure);
            });
        });
        return done.Task;
    }

    private static void Finish<T>(TaskCompletionSource<T> done, Func<T> answer)
    {
        T value;
        try { value = answer(); }
#pragma warning disable CA1031 // Whatever it throws is the caller's answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            done.SetException(failure);
            return;
        }

        done.SetResult(value);
    }
}
