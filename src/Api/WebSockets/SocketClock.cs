using Billing.Api.Connections;
using Billing.Api.Limits;
using NodaTime;

namespace Billing.Api.WebSockets;

/// <summary>What is to be done about a socket whose time for something has come.</summary>
internal enum SocketDue
{
    Nothing,

    /// <summary>The client has been silent: ask whether it lives.</summary>
    Ping,

    /// <summary>Close it: the reason comes with it.</summary>
    Close,

    /// <summary>The last words have had their time.</summary>
    Cut,
}

/// <summary>When one socket came so far in its life, and what is late by the limits.</summary>
internal sealed class SocketClock(StreamLimits limits, TimeProvider time, Outgoing outgoing)
{
    private readonly long opened = time.GetTimestamp();
    private long heard = time.GetTimestamp();
    private long asked;             // the ping that waits for its answer; 0 for none
    private long drained;           // 0: not yet, as below
    private long closed;
    private volatile bool initialized;
    private volatile bool ready;
    private Instant expiresAt;

    /// <summary>The service stops.</summary>
    public bool IsDraining => Volatile.Read(ref drained) != 0;

    /// <summary>The client's <c>connection_init</c> has come.</summary>
    public bool IsInitialized => initialized;

    /// <summary>The client is known, and may subscribe.</summary>
    public bool IsReady => ready;

    public void Hear()
    {
        Volatile.Write(ref heard, time.GetTimestamp());
        asked = 0;
    }

    public void Initialize() => initialized = true;

    /// <param name="expiry">Of the client's token.</param>
    public void SignIn(Instant expiry)
    {
        expiresAt = expiry;
        ready = true;
    }

    public void Drain() => Volatile.Write(ref drained, Now());

    public void Close() => Volatile.Write(ref closed, Now());

    public SocketDue Look(Moment now, out CloseReason? reason)
    {
        reason = null;
        if (Volatile.Read(ref closed) != 0) return Passed(closed, limits.FarewellTime) ? SocketDue.Cut : SocketDue.Nothing;
        reason = LateBy();
        if (reason is not null) return SocketDue.Close;
        if (!ready || asked != 0 || !Passed(Volatile.Read(ref heard), limits.PingAfter)) return SocketDue.Nothing;
        asked = now.Timestamp;
        return SocketDue.Ping;

        CloseReason? LateBy() =>
            !initialized ? Passed(opened, limits.InitTime) ? CloseReason.NoInit : null
            : outgoing.IsStuck(now.Timestamp, limits.SlowAfter) ? CloseReason.SlowConsumer
            : IsDraining && Passed(drained, limits.DrainTime) ? CloseReason.Stopping
            : !ready ? null
            : now.Wall >= expiresAt ? CloseReason.TokenExpired
            : asked != 0 && Passed(asked, limits.PingAfter) ? CloseReason.NoAnswer
            : null;

        bool Passed(long since, TimeSpan longest) => time.GetElapsedTime(since, now.Timestamp) >= longest;
    }

    /// <summary>Zero is taken for not yet.</summary>
    private long Now() => time.GetTimestamp() is not 0 and var now ? now : 1;
}
