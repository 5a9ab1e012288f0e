using System.Threading.RateLimiting;
using Billing.Api.Security;

namespace Billing.Api.Limits;

/// <summary>How many operations one caller may have under way, and how many he may begin in a minute, whichever way they come. A caller is a token's
/// subject and role, so two tokens of one are counted together.</summary>
internal sealed class Admission : IDisposable
{
    private readonly PartitionedRateLimiter<Caller> underWay;
    private readonly PartitionedRateLimiter<Caller> begun;

    public Admission(GatewayLimits limits)
    {
        underWay = PartitionedRateLimiter.Create<Caller, Caller>(caller => RateLimitPartition.GetConcurrencyLimiter(
            caller, _ => new() { PermitLimit = limits.ConcurrentOperations, QueueLimit = 0 }));
        begun = PartitionedRateLimiter.Create<Caller, Caller>(caller => PerMinute(caller, limits) is var most and > 0
            ? RateLimitPartition.GetSlidingWindowLimiter(caller, _ => new()
            {
                PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 12, QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(caller));
    }

    /// <summary>Counts one more operation in the caller's minute.</summary>
    /// <exception cref="RateLimitedException">The caller has to wait.</exception>
    public void Begin(Caller caller)
    {
        using var permitted = begun.AttemptAcquire(caller);
        if (!permitted.IsAcquired)
        {
            throw new RateLimitedException("You have sent too many requests this minute.", TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>For a query or a mutation. Subscriptions are bounded by connection: an integrator that comes back opens all of his at once.</summary>
    /// <returns>To be disposed of when the operation has ended.</returns>
    /// <exception cref="RateLimitedException">The caller has to wait.</exception>
    public IDisposable Enter(Caller caller)
    {
        var place = underWay.AttemptAcquire(caller);
        if (!place.IsAcquired)
        {
            place.Dispose();
            throw new RateLimitedException("You have too many requests under way: wait for their answers.", TimeSpan.FromSeconds(1));
        }
        return place;
    }

    public void Dispose()
    {
        underWay.Dispose();
        begun.Dispose();
    }

    private static int PerMinute(Caller caller, GatewayLimits limits) => caller.Role == Role.User ? limits.UserRequestsPerMinute : limits.RequestsPerMinute;
}
