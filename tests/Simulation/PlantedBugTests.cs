using Billing.Simulation.Tests.Bugs;

namespace Billing.Simulation.Tests;

/// <summary>A simulation that finds nothing proves nothing until it has found something: each of these mistakes, within 2,000 seeds.</summary>
public sealed class PlantedBugTests
{
    private const int Seeds = 2_000;

    public static TheoryData<string> All => [.. Enum.GetNames<Bug>().Where(name => name != nameof(Bug.None))];

    [Theory]
    [MemberData(nameof(All))]
    public void Planted_bug_is_found(string name)
    {
        var bug = Enum.Parse<Bug>(name);
        var first = int.MaxValue;
        string? finding = null;
        var gate = new Lock();
        Parallel.For(1, Seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (seed, loop) =>
        {
            var outcome = Simulation.Run(seed, bug);
            if (outcome.IsSound) return;
            loop.Break();
            lock (gate)
            {
                if (seed < first) (first, finding) = (seed, outcome.Findings[0]);
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: seed {first}: {finding}");
        Assert.True(finding is not null, $"{name} was not found in {Seeds} seeds.");
    }
}
