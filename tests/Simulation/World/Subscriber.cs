using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Grains.Tests.Organizations;
using Billing.Simulation.Tests.Running;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>Somebody who listens, goes on after the last event that he saw, and finds another process when his is gone.</summary>
internal sealed class Subscriber
{
    private readonly History history;
    private readonly bool all;
    private readonly Lane lane;
    private int connection;

    /// <param name="all">The feed of all organizations; else ours.</param>
    public Subscriber(History history, bool all)
    {
        (this.history, this.all) = (history, all);
        lane = history.Scheduler.NewLane(all ? "feed" : "subscriber");
    }

    public long Last { get; private set; }

    public Process? On { get; private set; }

    public void Connect(Process process)
    {
        On = process;
        var mine = ++connection;
        process.Lane.Post(() => _ = ListenAsync(process, mine));
    }

    /// <summary>Seen out of the hub's order, as a mistaken gateway would pass it on.</summary>
    public void See(PublishedEventView view) => Take(view);

    private async Task ListenAsync(Process process, int mine)
    {
        try
        {
            var events = all
                ? process.Hub.OfAllAsync(Last, CancellationToken.None)
                : process.Hub.OfOrganizationAsync(Samples.Organization, Last, CancellationToken.None);
            await foreach (var view in events)
            {
                if (mine != connection) return;
                Take(view);
            }
        }
        catch (Exception failure) when (failure is Contracts.ReadModel.JournalUnavailableException)
        {
            // The gateway ends the operation, and the client comes again.
            history.Later(Duration.FromSeconds(5), () =>
            {
                if (mine == connection && !process.Lane.IsDead) Connect(process);
            });
        }
#pragma warning disable CA1031 // Any other exception is a finding.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            history.Wrong($"{lane.Name} ended in {bug.Message}", bug);
        }
    }

    private void Take(PublishedEventView view)
    {
        var number = all ? view.Position ?? 0 : view.Sequence;
        if (number != Last + 1) history.Wrong($"{lane.Name} saw {number} after {Last}");
        var records = history.Store.Feed;
        var place = all ? number : history.PositionOf(view.Sequence);
        var record = place >= 1 && place <= records.Count ? records[(int)place - 1] : null;
        if (record is null) history.Wrong($"{lane.Name} saw {number}, which is not written");
        else if (record.Stream != view.Organization.Value || record.PublicSequence != view.Sequence
            || record.Kind != Contracts.Serialization.EventKinds.Of(view.Event).Kind)
            history.Wrong($"{lane.Name} saw {view.Event.GetType().Name} as {number}, written is {record.Kind}");
        Last = number;
    }
}
