using Orleans.Runtime;

namespace Billing.Silo.Hosting;

/// <summary>
/// A gateway's calls that were under way when a silo went. The call, or its answer, may have gone with it, and Orleans' client does not know
/// which silo a call went to: it would wait for the whole time-out. Who still has no answer some seconds later is told that the outcome is
/// unknown (UNAVAILABLE: again, with the same key), whether it was that silo or another.
/// </summary>
internal sealed class LostSilos(TimeProvider time) : IOutgoingGrainCallFilter, IClusterConnectionStatusObserver
{
    /// <summary>What is under way at other silos mostly ends within it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var gone = Volatile.Read(ref lost).Task;
        var call = context.Invoke();
        if (!call.IsCompleted && await Task.WhenAny(call, gone) != call)
        {
            _ = call.ContinueWith(late => late.Exception, TaskScheduler.Default);       // whatever comes of it, nobody waits any more
            throw new SiloUnavailableException("A silo went while this call was under way; its outcome is unknown.");
        }

        await call;
    }

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways) _ = EndAsync(Interlocked.Exchange(ref lost, new(TaskCreationOptions.RunContinuationsAsynchronously)));
    }

    public void NotifyClusterConnectionLost()
    {
        // The count has told.
    }

    private async Task EndAsync(TaskCompletionSource older)
    {
        await Task.Delay(Grace, time);
        older.SetResult();
    }
}
