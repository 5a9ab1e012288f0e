using Billing.Grains.Sweep;

namespace Billing.Silo.Hosting;

/// <summary>The sweep runs somewhere in the cluster, and ends with the process that it ran in: each process asks for it again and again (D5).</summary>
internal sealed partial class SweepKeeper(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SweepKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await grains.GetGrain<ISweepGrain>(0).StartAsync();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Before that there may be no silo yet that could run it.</summary>
    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(1302, LogLevel.Warning, "The sweep does not answer ({Failure}); asked again in 15 seconds")]
    private partial void LogFailed(string failure);
}
