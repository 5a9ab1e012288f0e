using System.Net.Sockets;
using Billing.Grains.Journal.PostgreSql;
using Npgsql;

namespace Billing.Silo.Hosting;

/// <summary>Tells the database that a silo is there, also while it has nothing to write, so that no rebuild begins under it (docs/decisions/0034).</summary>
internal sealed partial class WriterPresence(PostgreSqlDatabase database, TimeProvider time, ILogger<WriterPresence> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private WriterSession? session;
    private bool told;

    /// <exception cref="RebuildUnderWayException">A silo must not start now.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            session = database.OpenWriterSession();
        }
        catch (Exception failure) when (IsOfTheServer(failure))
        {
            // It was there for the migration, a moment ago: asked again like one that is lost later.
        }

        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        session?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Keep();
    }

    /// <summary>Between a loss and the next round a rebuild may begin. Appends are refused while it runs: each takes the lock itself.</summary>
    private void Keep()
    {
        if (session?.IsHeld() == true) return;
        session?.Dispose();
        session = null;
        try
        {
            session = database.OpenWriterSession();
            told = false;
        }
        catch (RebuildUnderWayException)
        {
            if (!told) LogRebuild();
            told = true;
        }
        catch (Exception failure) when (IsOfTheServer(failure))
        {
            // Readiness says that the database is gone.
        }
    }

    private static bool IsOfTheServer(Exception failure) => failure is NpgsqlException or UnsuitableDatabaseException or TimeoutException or SocketException or IOException;

    [LoggerMessage(1303, LogLevel.Error, "The read model is being rebuilt: this silo writes nothing until that has ended. Stop it")]
    private partial void LogRebuild();
}
