using NodaTime;

namespace Billing.Simulation.Tests.Running;

/// <summary>One thread, one virtual clock. What can run now is picked by the seed; where nothing can, time goes on to what comes next.</summary>
internal sealed class Scheduler(Instant start, int seed)
{
    /// <summary>More than any history takes; reaching it is a failure: something spins.</summary>
    private const int MostTurns = 400_000;

    private readonly PriorityQueue<(Lane Lane, Action Run), (Instant At, long Order)> timed = new();
    private readonly List<Lane> ready = [];
    private long order;
    private int turns;

    public Instant Now { get; private set; } = start;

    /// <summary>Of the step under way, so that a step that is taken out of a plan changes no other one's luck.</summary>
    public Random Random { get; set; } = new(seed);

    /// <summary>Called whenever time has gone on.</summary>
    public Action<Instant> Ticked { get; set; } = _ => { };

    public Lane NewLane(string name) => new(name, this);

    public void After(Duration wait, Lane lane, Action run) => At(Now + wait, lane, run);

    public void At(Instant at, Lane lane, Action run) => timed.Enqueue((lane, run), (Instant.Max(at, Now), ++order));

    /// <summary>Runs until a condition holds, or nothing more happens before an instant; then it is that instant.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool Run(Func<bool> done, Instant until)
    {
        var outside = SynchronizationContext.Current;
        try
        {
            while (!done())
            {
                if (++turns > MostTurns) throw new InvalidOperationException("The history spins: it never comes to rest.");
                if (ready.Count > 0) RunOne();
                else if (!timed.TryPeek(out _, out var next) || next.At > until)
                {
                    if (until > Now && until < Instant.MaxValue) Tick(until);
                    return done();
                }
                else Begin();
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    internal void Ready(Lane lane) => ready.Add(lane);

    private void Begin()
    {
        timed.TryDequeue(out var next, out var when);
        Tick(when.At);
        if (!next.Lane.IsDead) next.Lane.Enter(next.Run);
    }

    private void Tick(Instant at)
    {
        if (at <= Now) return;
        Now = at;
        Ticked(at);
    }

    private void RunOne()
    {
        var index = ready.Count == 1 ? 0 : Random.Next(ready.Count);
        var lane = ready[index];
        if (!lane.RunOne()) ready.RemoveAt(index);
    }
}
