using Billing.Api.Http;
using Billing.Contracts.ReadModel;
using Billing.Grains.Organizations;
using Billing.Grains.Sweep;
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

/// <summary>The silo runs grains: the sweep's, which must run anyway.</summary>
internal sealed class SiloCheck(IGrainFactory grains) : IReadinessCheck
{
    public string Name => "silo";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ISweepGrain>(0).StartAsync().WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return "it does not answer";
        }
    }
}

/// <summary>The wall clock is believed (D6).</summary>
internal sealed class ClockCheck(ClockGuard guard) : IReadinessCheck
{
    public string Name => "clock";

    public Task<string?> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(guard.Problem);
}
