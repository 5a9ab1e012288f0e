using Orleans.Configuration;

namespace Billing.Silo.Hosting;

/// <summary>
/// How fast a cluster notices that a process is gone. One that is killed or stopped should be out within some ten seconds, so that its
/// organizations answer within fifteen; one that is merely slow should stay, since every eviction costs activations. A process that is wrongly evicted writes
/// nothing: the journal's key decides.
/// </summary>
internal static class Liveness
{
    /// <summary>How often a gateway asks which silos there are.</summary>
    public static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(3);

    public static void Configure(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 3;
        // Nobody is voted out who was heard of within this many times the limit, however long its probes go unanswered: nine seconds.
        options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
        // Where everything was killed, the old rows say 'active' until they are this many intervals old; nobody waits for them longer.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedTableIAmAliveLimit = 3;
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }
}
