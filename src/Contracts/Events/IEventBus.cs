using Billing.Contracts.ReadModel;

namespace Billing.Contracts.Events;

/// <summary>Where a commit is told. It was written before anybody hears of it; whoever does not hear of it reads it in the journal.</summary>
public interface IEventBus
{
    /// <summary>Never waits, never throws.</summary>
    /// <param name="events">One stream's, in order, with their positions.</param>
    void Publish(IReadOnlyList<PublishedEventView> events);
}
