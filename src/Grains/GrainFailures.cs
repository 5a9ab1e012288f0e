using Billing.Contracts;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Microsoft.Extensions.Logging;

namespace Billing.Grains;

/// <summary>
/// What leaves a grain may go to another process, which has no codec for a driver's exceptions or for ours. The store's failures become
/// UNAVAILABLE, what else cannot cross is logged here and crosses as a failure without its insides.
/// </summary>
public sealed partial class GrainFailures(ILogger<GrainFailures> log) : IIncomingGrainCallFilter
{
    /// <summary>For activations too, which no filter sees: the history cannot be read now.</summary>
    public static UnavailableException Unavailable => new("The service cannot answer right now. Try again, with the same idempotency key.");

    /// <summary>For the gateway's reads too, which do not go through the grain (D10).</summary>
    /// <param name="whose">An organization's or an account's.</param>
    public static UnavailableException Quarantined(string whose) => new($"This {whose}'s history cannot be read by this version of the service; staff have been told.");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception failure) when (failure is JournalUnavailableException or JournalConflictException)
        {
            LogStore(context.TargetId.ToString(), context.MethodName, failure.GetType().Name);
            throw Unavailable;
        }
        catch (Exception failure) when (!Crosses(failure))
        {
            LogFailed(failure, context.TargetId.ToString(), context.MethodName);
            throw new InvalidOperationException($"{context.MethodName} failed: {failure.GetType().Name}");
        }
    }

    private static bool Crosses(Exception failure)
    {
        for (var each = failure; each is not null; each = each.InnerException)
        {
            if (each is UnavailableException) continue;
            if (each.GetType().Namespace is not { } space || !(space.StartsWith("System", StringComparison.Ordinal) || space.StartsWith("Orleans", StringComparison.Ordinal))) return false;
        }

        return true;
    }

    [LoggerMessage(2501, LogLevel.Warning, "{Grain} could not {Method}: {Failure}")]
    private partial void LogStore(string grain, string method, string failure);

    [LoggerMessage(2502, LogLevel.Error, "{Grain} failed to {Method}")]
    private partial void LogFailed(Exception failure, string grain, string method);
}
