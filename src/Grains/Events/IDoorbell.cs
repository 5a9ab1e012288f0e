using Billing.Domain;

namespace Billing.Grains.Events;

/// <summary>Tells other processes that an organization has written. It carries no content, and nothing of it is believed but that a look at the
/// journal may be worth while; every ring may be lost, doubled or late.</summary>
public interface IDoorbell
{
    /// <summary>Rings come through, as far as is known. While they do not, the feed is polled more often.</summary>
    bool IsWell { get; }

    /// <summary>Never waits, never throws.</summary>
    void Ring(OrganizationId organization, long sequence);

    /// <summary>From now on <paramref name="rung"/> is called for every ring of another process, and
    /// <paramref name="changed"/> when rings may have been lost: when it fell ill, and when it is well again.</summary>
    void Listen(Action<OrganizationId, long> rung, Action changed);
}
