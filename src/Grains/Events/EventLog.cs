using Microsoft.Extensions.Logging;

namespace Billing.Grains.Events;

/// <summary>What the event bus logs: once for each change, no addresses.</summary>
internal static partial class EventLog
{
    [LoggerMessage(2311, LogLevel.Warning, "Redis does not answer: live events are read from the journal every two seconds until it does")]
    public static partial void DoorbellUnwell(this ILogger log);

    [LoggerMessage(2312, LogLevel.Information, "Redis answers: live events of other processes arrive as they are committed")]
    public static partial void DoorbellWell(this ILogger log);

    [LoggerMessage(2313, LogLevel.Error, "The feed of all organizations passes over an event that this version cannot read: {Reason}")]
    public static partial void PassedOver(this ILogger log, string reason);
}
