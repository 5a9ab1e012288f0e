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
}
