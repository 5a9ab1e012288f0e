using System.Collections.Concurrent;
using System.Diagnostics;
using Billing.Simulation.Tests.Bugs;
using Billing.Simulation.Tests.Plans;

namespace Billing.Simulation.Tests;

/// <summary>Histories by the thousand. A failure prints itself cut down, as a line for seeds.txt; docs/simulation.md says how to go on from there.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 20_000;

    private static readonly ParallelOptions BothCores = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void Histories_that_have_failed_once_are_sound()
    {
        foreach (var plan in Kept()) AssertSound(Simulation.Run(plan));
    }

    [Fact]
    public void Twenty_thousand_histories_are_sound()
    {
        var (first, count) = (Setting("BILLING_SIMULATION_FIRST", 1), Setting("BILLING_SIMULATION_SEEDS", Seeds));
        var failures = new ConcurrentBag<Outcome>();
        var watch = Stopwatch.StartNew();
        long prints = 0;    // of all of them: two runs of this program are compared by it
        Parallel.For(first, first + count, BothCores, (seed, loop) =>
        {
            var outcome = Simulation.Run(seed);
            Interlocked.Add(ref prints, unchecked((long)outcome.Fingerprint));
            if (outcome.IsSound) return;
            failures.Add(outcome);
            if (failures.Count >= 10) loop.Stop();
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"together {prints:x16}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} histories in {watch.Elapsed.TotalSeconds:0} s");
        if (failures.MinBy(failure => failure.Plan.Seed) is { } one) AssertSound(one);
    }

    [Fact]
    public void The_same_seed_gives_the_same_history_to_the_last_call()
    {
        Parallel.For(1, 101, BothCores, seed => Assert.Equal(Simulation.Run(seed).Fingerprint, Simulation.Run(seed).Fingerprint));
        Assert.Equal(Simulation.Run(7, keepsTrace: true).Trace, Simulation.Run(7, keepsTrace: true).Trace);
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        for (var seed = 1; seed <= 100; seed++) Assert.Equal(PlanMaker.Of(seed).ToString(), PlanText.Read(PlanText.Write(PlanMaker.Of(seed))).ToString());
    }

    [Fact]
    public void A_failing_history_is_cut_down_to_what_fails()
    {
        var whole = Enumerable.Range(1, 2_000).Select(seed => Simulation.Run(seed, Bug.VoidWithoutCancel)).First(outcome => !outcome.IsSound);
        var less = Shrinker.Shrink(whole.Plan, plan => !Simulation.Run(plan, Bug.VoidWithoutCancel).IsSound);
        Assert.InRange(less.Steps.Length, 1, 4);
        Assert.All(less.Steps, step => Assert.Empty(step.Faults));
        Assert.False(Simulation.Run(less, Bug.VoidWithoutCancel).IsSound);
    }

    /// <summary>BILLING_SIMULATION=&lt;seed, or a line of seeds.txt&gt;: that history, call by call.</summary>
    [Fact]
    public void One_history_in_full()
    {
        var plan = PlanText.Read(Environment.GetEnvironmentVariable("BILLING_SIMULATION") ?? "1");
        var outcome = Simulation.Run(plan, keepsTrace: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"{plan}\n{string.Join('\n', outcome.Trace!)}");
        AssertSound(outcome);
    }

    private static IEnumerable<Plan> Kept() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
        .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(PlanText.Read);

    private static void AssertSound(Outcome outcome)
    {
        if (outcome.IsSound) return;
        var less = Shrinker.Shrink(outcome.Plan, plan => !Simulation.Run(plan).IsSound);
        var again = Simulation.Run(less, keepsTrace: true);
        Assert.Fail($"seed {outcome.Plan.Seed}: {string.Join("; ", outcome.Findings)}\n\n"
            + $"cut down to {less}\n{string.Join('\n', again.Trace!)}\n\nfor seeds.txt:\n{PlanText.Write(less)}");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
