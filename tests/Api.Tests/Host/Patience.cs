namespace Billing.Api.Tests.Host;

/// <summary>Waits for what another thread brings about: by looking again, never by a time that has to be long enough.</summary>
internal static class Patience
{
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "It never came about.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> Soon<T>(this Task<T> task) => await task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public static async Task Soon(this Task task) => await task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
