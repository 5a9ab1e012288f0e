using System.Collections.Immutable;

namespace Billing.Simulation.Tests.Plans;

/// <summary>What goes wrong at one call that leaves a process.</summary>
internal enum Fault
{
    /// <summary>The process ends before the call is made.</summary>
    CrashBefore,

    /// <summary>The process ends while the call is on its way: it has its effect, perhaps after the next process has begun.</summary>
    CrashAfter,

    /// <summary>Never arrives, and the caller waits in vain.</summary>
    Lost,

    /// <summary>The effect, and no answer.</summary>
    NoAnswer,

    /// <summary>No answer, and the effect when the caller has long given up.</summary>
    Late,

    /// <summary>No effect, and the provider repeats its 500 under this key for a day (F4).</summary>
    StoredBefore,

    /// <summary>The effect, and the provider repeats its 500 under this key for a day (F4).</summary>
    StoredAfter,

    /// <summary>409 or 429 for longer than the adapter waits (F5).</summary>
    Busy,

    /// <summary>The process stands still before the call, while another takes over (F11).</summary>
    StallBefore,

    /// <summary>The same, after the effect.</summary>
    StallAfter,
}

/// <summary>One thing that happens in a history.</summary>
internal enum StepKind
{
    /// <summary>A customer, or staff, orders something.</summary>
    Order,

    /// <summary>Real time goes on.</summary>
    Wait,

    /// <summary>The test clock goes on.</summary>
    Advance,

    /// <summary>The cardholder answers his bank.</summary>
    Cardholder,

    /// <summary>A process ends, and another begins.</summary>
    Kill,

    /// <summary>Orders go to either process from here on, so that both are active (F11).</summary>
    Divide,

    /// <summary>The store, the provider, the mail server or the doorbell is down for a while.</summary>
    Outage,

    /// <summary>A process's wall clock jumps (F18).</summary>
    Skew,

    /// <summary>Webhooks that nobody asked for: forged, doubled, for another organization (F8).</summary>
    Hint,

    /// <summary>An old key again, perhaps with other input (D4).</summary>
    AskAgain,

    /// <summary>Another organization writes beside ours.</summary>
    Neighbor,

    /// <summary>Records are as an older program would have written them (D10).</summary>
    OlderRecords,
}

/// <param name="Luck">Of the latencies, the order of continuations and the bank's word in this step.</param>
/// <param name="Which">Of the kind: which order, how long, whom.</param>
/// <param name="Together">The next step does not wait for this one's end.</param>
/// <param name="Faults">By the number of the call within the step.</param>
internal sealed record Step(StepKind Kind, int Luck, int Which, int Size, bool Together, ImmutableArray<(int Call, Fault Fault)> Faults)
{
    public override string ToString() =>
        $"{Kind} {Which}/{Size}{(Together ? " together" : "")}{string.Concat(Faults.Select(fault => $" !{fault.Call}:{fault.Fault}"))}";
}

/// <summary>One history before it happens: data, so that a failing one can be cut down.</summary>
/// <param name="OnTestClock">The organization's account has a test clock: then the books are the same to the second whatever goes wrong.</param>
internal sealed record Plan(int Seed, bool OnTestClock, ImmutableArray<Step> Steps)
{
    public override string ToString() =>
        $"seed {Seed}{(OnTestClock ? ", test clock" : "")}:\n{string.Join('\n', Steps.Select((step, index) => $"  {index}: {step}"))}";
}
