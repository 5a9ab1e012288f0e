using Orleans.Concurrency;

namespace Billing.Grains.Health;

/// <summary>Answers wherever it is asked: a silo that answers runs grains.</summary>
[Alias("Billing.Grains.Health.IPingGrain")]
public interface IPingGrain : IGrainWithIntegerKey
{
    [Alias("Ping")]
    Task PingAsync();
}

/// <summary>Runs in whichever silo the call arrives at, so it says nothing of the others.</summary>
[StatelessWorker]
internal sealed class PingGrain : Grain, IPingGrain
{
    public Task PingAsync() => Task.CompletedTask;
}
