namespace Billing.Api.Tests.World;

/// <summary>Lets nobody go on before a number of them have come: passing it proves that they were under way at once.</summary>
internal sealed class Gathering(int expected)
{
    private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;

    public Task ArriveAsync()
    {
        if (Interlocked.Increment(ref arrived) == expected) complete.SetResult();
        return complete.Task;
    }
}
