using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Grains.Tests.Events;

/// <summary>The journal as readers see it.</summary>
internal sealed class Written : IEventReads
{
    private readonly Lock gate = new();
    private readonly List<PublishedEventView> all = [];

    public int Count(OrganizationId organization)
    {
        lock (gate) return all.Count(view => view.Organization == organization);
    }

    public IReadOnlyList<PublishedEventView> Commit(OrganizationId organization, int events)
    {
        lock (gate)
        {
            var first = all.Count(view => view.Organization == organization) + 1;
            var views = Enumerable.Range(0, events).Select(index => new PublishedEventView(
                organization, first + index, Instant.FromUnixTimeSeconds(0), "system", new OrganizationUpdated("Acme", "UTC"), all.Count + 1 + index)).ToList();
            all.AddRange(views);
            return views;
        }
    }

    public Task<IReadOnlyList<PublishedEventView>> ReadAsync(OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<PublishedEventView>>([.. all.Where(view => view.Organization == organization && view.Sequence > afterSequence).Take(limit)]);
    }

    public Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<PublishedEventView>>([.. all.Where(view => view.Position > afterPosition).Take(limit)]);
    }

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult((long)all.Count);
    }
}
