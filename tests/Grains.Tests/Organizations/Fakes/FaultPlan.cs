namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>What goes wrong at one call of the journal, the provider or the mail.</summary>
internal enum Fault
{
    /// <summary>The process ends before the call has any effect.</summary>
    CrashBefore,

    /// <summary>The process ends after the effect, before the answer arrives.</summary>
    CrashAfter,

    /// <summary>No effect; the caller cannot know.</summary>
    FailBefore,

    /// <summary>The effect; the caller cannot know.</summary>
    FailAfter,

    /// <summary>No effect, and the provider repeats its 500 under the same key for a day (F4).</summary>
    StoredBefore,

    /// <summary>The effect, and the provider repeats its 500 under the same key for a day (F4).</summary>
    StoredAfter,

    /// <summary>Timed out here, and executed there a little later.</summary>
    Late,

    /// <summary>Another process takes the organization over and does the same while this one stands still before the call (F11).</summary>
    TakeoverBefore,

    /// <summary>The same, after the effect.</summary>
    TakeoverAfter,
}

/// <summary>The end of a process: nothing of the engine is used again.</summary>
internal sealed class CrashException(string at) : Exception($"Crashed at {at}.");

/// <summary>Counts every call that leaves the engine and makes the planned ones go wrong.</summary>
internal sealed class FaultPlan
{
    private readonly Dictionary<int, Fault> planned = [];

    /// <summary>Calls are counted, and go wrong, only while this is set.</summary>
    public bool Armed { get; set; }

    /// <summary>The calls made so far, by name; the place in it is the call's number.</summary>
    public List<string> Trace { get; } = [];

    public int Hits { get; private set; }

    /// <summary>What another process does when it takes over.</summary>
    public Func<Task> Takeover { get; set; } = () => Task.CompletedTask;

    public void Plan(int call, Fault fault) => planned[call] = fault;

    public Fault? Next(string what)
    {
        if (!Armed) return null;
        Trace.Add(what);
        if (!planned.TryGetValue(Trace.Count - 1, out var fault)) return null;
        Hits++;
        return fault;
    }

    public async Task TakeOverAsync()
    {
        Armed = false;
        await Takeover();
        Armed = true;
    }
}
