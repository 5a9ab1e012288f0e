using Billing.Api.Http;
using Billing.Contracts.ReadModel;
using Billing.Grains.Health;
using Billing.Grains.Organizations;
using NodaTime;

namespace Billing.Silo.Hosting;

/// <summary>The database answers.</summary>
internal sealed class DatabaseCheck(IReadModel readModel) : IReadinessCheck
{
    public string Name => "database";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await readModel.DueAsync(Instant.FromUnixTimeTicks(0), 1, cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return "it does not answer";
        }
    }
}

/// <summary>Some silo runs grains: this process's own, or for a gateway any. One that hangs is no reason to send nobody here, since the others answer.</summary>
internal sealed class SiloCheck(IGrainFactory grains) : IReadinessCheck
{
    /// <summary>More than one, since each may be sent to another silo.</summary>
    private const int Calls = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "silo";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var calls = Enumerable.Range(0, Calls).Select(call => AskAsync(call).WaitAsync(Patience, cancellationToken)).ToList();
        await foreach (var call in Task.WhenEach(calls).WithCancellation(cancellationToken))
            if (call.IsCompletedSuccessfully) return null;
        return "it does not answer";
    }

    private async Task AskAsync(int call) => await grains.GetGrain<IPingGrain>(call).PingAsync();
}

/// <summary>The wall clock is believed (D6).</summary>
internal sealed class ClockCheck(ClockGuard guard) : IReadinessCheck
{
    public string Name => "clock";

    public Task<string?> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(guard.Problem);
}
