namespace Billing.Silo.Hosting;

/// <summary>A gateway that starts before any silo waits for one, however long: it listens only afterwards.</summary>
internal sealed partial class SiloPatience(TimeProvider time, ILogger<SiloPatience> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private int tries;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (tries++ % 10 == 0) LogWaiting(exception.GetType().Name);
        try
        {
            await Task.Delay(BetweenTries, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "No silo answers yet ({Failure}); this gateway waits for one")]
    private partial void LogWaiting(string failure);
}
