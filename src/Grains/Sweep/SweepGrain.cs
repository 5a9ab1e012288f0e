using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Billing.Grains.Sweep;

/// <summary>Wakes every organization that the read model says has something due: what a timer or a reminder missed (D5). One for a cluster.</summary>
public interface ISweepGrain : IGrainWithIntegerKey
{
    /// <summary>Sweeps now, and every minute from now on.</summary>
    Task StartAsync();
}

public sealed partial class SweepGrain(IReadModel readModel, IClock clock, ILogger<SweepGrain> log) : Grain, ISweepGrain
{
    private const int AtOnce = 500;
    private const int InParallel = 16;

    private static readonly OrganizationFilter WithUnknownPayment = new(HasUnknownPayment: true);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(5);
    private static readonly Duration Ahead = Duration.FromHours(1);

    /// <summary>Organizations told of something within the hour: their own timers serve from then on.</summary>
    private readonly Dictionary<string, Instant> told = [];
    private IGrainTimer? timer;
    private int asked;

    public Task StartAsync()
    {
        if (timer is not null) return Task.CompletedTask;
        timer = this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Interval) { KeepAlive = true });
        this.RegisterGrainTimer(AskAsync, new GrainTimerCreationOptions(BetweenQuestions, BetweenQuestions) { KeepAlive = true });
        return Task.CompletedTask;
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        try
        {
            foreach (var past in told.Where(pair => pair.Value < now).Select(pair => pair.Key).ToList()) told.Remove(past);
            var due = await readModel.DueAsync(now + Ahead, AtOnce, cancellationToken);
            var wake = due.Where(organization => organization.At <= now || !told.ContainsKey(organization.OrganizationId)).ToList();
            await Parallel.ForEachAsync(wake, new ParallelOptions { MaxDegreeOfParallelism = InParallel, TaskScheduler = TaskScheduler.Current },
                async (organization, _) => await WakeAsync(organization.OrganizationId));
            GrainMetrics.UnknownPaymentsAre((await readModel.OrganizationsAsync(WithUnknownPayment, 1, null, cancellationToken)).TotalCount);
            foreach (var organization in wake) told[organization.OrganizationId] = organization.At;
        }
        catch (Exception failure)
        {
            LogFailed(failure.GetType().Name);
        }
    }

    /// <summary>Look-ups of unknown payments become rare while the provider is away. One of them is asked about every five seconds, each in turn; where it
    /// gets its answer, the provider is back, and all are asked about.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var unknown = (await readModel.OrganizationsAsync(WithUnknownPayment, AtOnce, null, cancellationToken)).Items.Select(item => item.Row.Id).ToList();
            if (unknown.Count == 0) return;
            var first = unknown[asked++ % unknown.Count];
            if (!await GrainFactory.GetGrain<IOrganizationGrain>(first).AskAgainAsync()) return;
            await Parallel.ForEachAsync(unknown.Where(organization => organization != first), new ParallelOptions { MaxDegreeOfParallelism = InParallel, TaskScheduler = TaskScheduler.Current },
                async (organization, _) => await GrainFactory.GetGrain<IOrganizationGrain>(organization).AskAgainAsync());
        }
        catch (Exception failure)
        {
            LogNotAsked(failure.GetType().Name);
        }
    }

    private async Task WakeAsync(string organization)
    {
        try
        {
            await GrainFactory.GetGrain<IOrganizationGrain>(organization).WakeAsync(null);
        }
        catch (Exception failure)
        {
            LogNotWoken(organization, failure.GetType().Name);
        }
    }

    [LoggerMessage(2201, LogLevel.Error, "The sweep could not read what is due ({Failure}); it tries again in a minute")]
    private partial void LogFailed(string failure);

    [LoggerMessage(2203, LogLevel.Warning, "Payments whose outcome is unknown could not be asked about ({Failure}); again in five seconds")]
    private partial void LogNotAsked(string failure);

    [LoggerMessage(2202, LogLevel.Warning, "Organization {Organization} could not be woken ({Failure}); the next sweep tries again")]
    private partial void LogNotWoken(string organization, string failure);
}
