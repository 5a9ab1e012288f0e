using System.Collections.Concurrent;
using System.Diagnostics;

namespace Billing.Simulation.Tests;

public sealed class SimulationTests
{
    [Fact]
    public void Seeds()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "200");
        var first = int.Parse(Environment.GetEnvironmentVariable("FIRST") ?? "1");
        var watch = Stopwatch.StartNew();
        var failures = new ConcurrentQueue<Outcome>();
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var outcome = Simulation.Run(seed);
            if (!outcome.IsSound) failures.Enqueue(outcome);
        });
        TestContext.Current.SendDiagnosticMessage($"{count} in {watch.Elapsed}");
        var groups = failures.GroupBy(failure => failure.Findings[0].Length > 40 ? failure.Findings[0][..40] : failure.Findings[0]).OrderByDescending(g => g.Count());
        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} in {watch.Elapsed}:\n{string.Join('\n', groups.Select(g => $"{g.Count()}x [{g.Min(f => f.Plan.Seed)}] {g.MinBy(f => f.Plan.Seed)!.Findings[0]}"))}");
    }

    [Fact]
    public void One()
    {
        if (Environment.GetEnvironmentVariable("SEED") is not { } seed) return;
        var outcome = Simulation.Run(int.Parse(seed), keepsTrace: true);
        Assert.Fail($"{outcome.Plan}\n{string.Join('\n', outcome.Trace!)}\n{string.Join('\n', outcome.Findings)}");
    }
}
