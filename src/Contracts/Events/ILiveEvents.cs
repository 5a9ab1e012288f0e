using Billing.Contracts.ReadModel;
using Billing.Domain;

namespace Billing.Contracts.Events;

/// <summary>
/// Published events as they are committed, after a place. Each sequence tells exactly last + 1, whatever was lost, doubled or late on its way:
/// content comes from the commit itself or from the journal. It goes on until its reader leaves, and takes nothing out before it is asked.
/// </summary>
public interface ILiveEvents
{
    /// <summary>An organization's events after a sequence.</summary>
    /// <exception cref="TooFarBehindException">The reader had caught up, and then did not read while too much happened.</exception>
    IAsyncEnumerable<PublishedEventView> OfOrganizationAsync(OrganizationId organization, long afterSequence, CancellationToken cancellationToken);

    /// <summary>Every organization's events after a position in the feed, in the order of their commits.</summary>
    /// <exception cref="TooFarBehindException">The reader had caught up, and then did not read while too much happened.</exception>
    IAsyncEnumerable<PublishedEventView> OfAllAsync(long afterPosition, CancellationToken cancellationToken);
}

/// <summary>A reader of live events has let too many of them wait; what it missed is in the journal.</summary>
public sealed class TooFarBehindException(long events) : Exception($"The reader is {events} events behind.");
