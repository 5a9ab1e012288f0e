using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Contracts.ReadModel;

/// <summary>A published event with its place in the organization's stream, and in the feed of all.</summary>
[GenerateSerializer, Immutable, Alias("Billing.PublishedEventView")]
public sealed record PublishedEventView(OrganizationId Organization, long Sequence, Instant At, string Actor, OrganizationEvent Event, long? Position);

/// <summary>Published events as the journal has them.</summary>
public interface IEventReads
{
    /// <summary>An organization's published events after a sequence, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<PublishedEventView>> ReadAsync(OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Every organization's published events after a position, in the order of their commits, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken);

    /// <summary>The last position of the feed; 0 before anything was published.</summary>
    Task<long> FeedHeadAsync(CancellationToken cancellationToken);
}
