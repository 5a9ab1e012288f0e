using System.Collections.Concurrent;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Api.Telemetry;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Billing.Api.Connections;

/// <summary>An instant by both of a process's clocks.</summary>
/// <param name="Timestamp">Of the <see cref="TimeProvider"/>: what durations are measured with.</param>
/// <param name="Wall">What tokens expire by.</param>
internal readonly record struct Moment(long Timestamp, Instant Wall);

/// <summary>A WebSocket or an event stream.</summary>
internal interface IOpenConnection
{
    /// <summary>Called every second: looks for what is late. Starts what there is to do and returns at once.</summary>
    void Look(Moment now);

    /// <summary>The service stops: the client is to connect again, to whatever takes its place.</summary>
    void Drain();
}

/// <summary>All connections that stay open, watched by one timer: 10,000 quiet ones have no timer of their own each.</summary>
internal sealed class OpenConnections : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IOpenConnection, byte> open = new();
    private readonly Dictionary<Caller, int> callers = [];
    private readonly StreamLimits limits;
    private readonly TimeProvider time;
    private readonly IClock clock;
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration stopping;
    private volatile bool isStopping;
    private int count;

    public OpenConnections(GatewayLimits limits, TimeProvider time, IClock clock, IHostApplicationLifetime life)
    {
        this.limits = limits.Streams;
        this.time = time;
        this.clock = clock;
        timer = time.CreateTimer(_ => Look(), null, Beat, Beat);
        stopping = life.ApplicationStopping.Register(Drain);
    }

    public int Count => Volatile.Read(ref count);

    /// <summary>Whether one more would be refused: there are too many, or the service stops.</summary>
    public bool IsFull => isStopping || Count >= limits.Connections;

    /// <returns>False where it is one too many, and not to be opened. Otherwise <see cref="Remove"/> is owed.</returns>
    public bool TryAdd(IOpenConnection connection)
    {
        if (isStopping) return false;
        if (Interlocked.Increment(ref count) > limits.Connections)
        {
            Interlocked.Decrement(ref count);
            return false;
        }
        open.TryAdd(connection, 0);
        GatewayMetrics.ConnectionOpened();
        if (isStopping) connection.Drain();     // it may have been missed
        return true;
    }

    public void Remove(IOpenConnection connection)
    {
        if (!open.TryRemove(connection, out _)) return;
        Interlocked.Decrement(ref count);
        GatewayMetrics.ConnectionEnded();
    }

    /// <returns>False where this caller has all that one may have. Otherwise <see cref="Leave"/> is owed.</returns>
    public bool TryEnter(Caller caller)
    {
        lock (callers)
        {
            var held = callers.GetValueOrDefault(caller);
            if (held >= limits.ConnectionsPerCaller) return false;
            callers[caller] = held + 1;
            return true;
        }
    }

    public void Leave(Caller caller)
    {
        lock (callers)
        {
            if (callers[caller] == 1) callers.Remove(caller);
            else callers[caller]--;
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        stopping.Dispose();
    }

    private void Look()
    {
        var now = new Moment(time.GetTimestamp(), clock.GetCurrentInstant());
        foreach (var (connection, _) in open) connection.Look(now);
    }

    private void Drain()
    {
        isStopping = true;
        foreach (var (connection, _) in open) connection.Drain();
    }
}
