using System.ComponentModel.DataAnnotations;

namespace Billing.Api.Limits;

/// <summary>What a connection that stays open may take: WebSockets and event streams.</summary>
public sealed class StreamLimits
{
    /// <summary>From the opening of a WebSocket to its <c>connection_init</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan InitTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A WebSocket whose client has said nothing for so long is asked whether it lives, and has as long again to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An event stream that tells nothing for so long sends a comment, so that what lies between does not take it for dead.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HeartbeatAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A message that waits so long to be sent has a client that reads too slowly.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the last words of a connection that the service ends; after that it is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FarewellTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For the queries and mutations of a WebSocket when the service stops.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Operations open at once on one WebSocket.</summary>
    [Range(1, 10_000)]
    public int OperationsPerConnection { get; set; } = 100;

    /// <summary>WebSockets and event streams of one caller.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerCaller { get; set; } = 200;

    /// <summary>WebSockets and event streams of all callers, those included that have not said who they are.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; set; } = 50_000;
}
