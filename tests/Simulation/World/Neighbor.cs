using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>Another organization in the same store, so that the feed has more than one writer.</summary>
internal sealed class Neighbor(History history)
{
    private static readonly OrganizationId Id = new("org_2");

    private long started;

    public int Busy { get; private set; }

    /// <summary>Commits a few events, each its own append, with latencies of their own.</summary>
    public void Write(int events)
    {
        for (var index = 0; index < events; index++)
        {
            Busy++;
            var wait = Duration.FromMilliseconds(history.Luck(0, 400));
            var onTheWay = Duration.FromMilliseconds(history.Luck(1, 300));
            history.Later(wait, () => Commit(++started, onTheWay));
        }
    }

    private void Commit(long number, Duration onTheWay)
    {
        var reserved = history.Bug == Bugs.Bug.IdentityColumnForTheFeed ? history.Reserve(1) : (long?)null;
        history.Later(onTheWay, () =>
        {
            Busy--;
            var sequence = history.Store.Records(Id.Value).Count + 1;
            var recorded = new RecordedEvent(sequence, sequence, history.Scheduler.Now, "staff", new OrganizationUpdated($"Neighbor {number}", "UTC"));
            var append = new JournalAppend(Id.Value, [JournalMapping.Write(Id, recorded)], ReadModelChanges.None);
            var written = history.Store.Write(append, reserved);
            if (history.Route() is { } process)
            {
                process.Lane.Post(() => process.Hub.Publish([new(Id, sequence, recorded.At, "staff", recorded.Event, written.LastPosition)]));
            }
        });
    }
}
