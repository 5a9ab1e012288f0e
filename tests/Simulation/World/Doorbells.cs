using Billing.Domain;
using Billing.Grains.Events;
using Billing.Simulation.Tests.Running;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>Rings between processes: lost, doubled and late as luck has it.</summary>
internal sealed class Doorbells(History history)
{
    private readonly List<ProcessDoorbell> all = [];

    public ProcessDoorbell Of(Process process)
    {
        var bell = new ProcessDoorbell(this, process);
        all.Add(bell);
        return bell;
    }

    /// <summary>Rings are lost from now on, or come through again.</summary>
    public void Changed()
    {
        foreach (var bell in all.Where(bell => !bell.Process.Lane.IsDead)) history.Scheduler.After(Duration.FromSeconds(1), bell.Process.Lane, bell.Changed);
    }

    private void Ring(Process from, OrganizationId organization, long sequence)
    {
        if (history.IsDown(Peer.Doorbell)) return;
        foreach (var bell in all.Where(bell => bell.Process != from && !bell.Process.Lane.IsDead))
        {
            var times = history.Luck(0, 9) switch { 0 => 0, 1 => 2, _ => 1 };
            for (var time = 0; time < times; time++)
                history.Scheduler.After(Duration.FromMilliseconds(history.Luck(1, 3_000)), bell.Process.Lane, () => Hear(bell, organization, sequence));
        }
    }

    private void Hear(ProcessDoorbell bell, OrganizationId organization, long sequence)
    {
        bell.Rung(organization, sequence);
        if (history.Bug == Bugs.Bug.RedisPayloadBelieved) history.PassOn(bell.Process, organization, sequence);
    }

    internal sealed class ProcessDoorbell(Doorbells doorbells, Process process) : IDoorbell
    {
        public Process Process => process;

        public bool IsWell => !process.History.IsDown(Peer.Doorbell);

        public Action<OrganizationId, long> Rung { get; private set; } = (_, _) => { };

        public Action Changed { get; private set; } = () => { };

        public void Ring(OrganizationId organization, long sequence) => doorbells.Ring(process, organization, sequence);

        public void Listen(Action<OrganizationId, long> rung, Action changed) => (Rung, Changed) = (rung, changed);
    }
}
