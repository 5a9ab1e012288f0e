using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Organizations;

namespace Billing.Silo.Hosting;

/// <summary>Asks the database for the time, since processes on several machines share it: before anything starts, and every half minute (D6).</summary>
internal sealed class DatabaseClock(PostgreSqlDatabase database, ClockGuard guard, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await CompareAsync();
    }

    public async Task CompareAsync()
    {
        try
        {
            guard.Compare(await database.NowAsync());
        }
        catch (JournalUnavailableException)
        {
            // Readiness says that the database is gone; what it said last, and the monotonic clock since, still hold.
        }
    }
}
