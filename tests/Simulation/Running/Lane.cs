namespace Billing.Simulation.Tests.Running;

/// <summary>What belongs together and ends together: a process, or a client. Its continuations run in order, others' in between. When it is dead none
/// runs any more, no catch and no finally either: that is what kill -9 leaves.</summary>
internal sealed class Lane(string name, Scheduler scheduler) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Run, object? State)> waiting = new();
    private bool isReady;

    public string Name => name;

    public bool IsDead { get; private set; }

    public void Kill()
    {
        IsDead = true;
        waiting.Clear();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsDead) return;
        waiting.Enqueue((d, state));
        if (isReady) return;
        isReady = true;
        scheduler.Ready(this);
    }

    public void Post(Action run) => Post(_ => run(), null);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for another here.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something as this lane's own.</summary>
    public void Enter(Action run)
    {
        SetSynchronizationContext(this);
        run();
    }

    /// <returns>Whether there is more.</returns>
    public bool RunOne()
    {
        if (waiting.TryDequeue(out var next))
        {
            SetSynchronizationContext(this);
            next.Run(next.State);
        }

        return isReady = waiting.Count > 0;
    }
}
