namespace Billing.Grains.Organizations;

/// <summary>One turn after the other, in the order in which they came. Orleans sees to that for calls; mail that goes out beside them asks here before
/// it writes. For use on one grain's scheduler only.</summary>
internal sealed class TurnGate
{
    private Task last = Task.CompletedTask;

    public async Task<T> RunAsync<T>(Func<Task<T>> turn)
    {
        var before = last;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        last = done.Task;
        await before;
        try { return await turn(); }
        finally { done.SetResult(); }
    }
}
