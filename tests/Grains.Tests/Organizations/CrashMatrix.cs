using Xunit;

using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;

namespace Billing.Grains.Tests.Organizations;

/// <summary>Runs a scenario once without a fault, then with every fault at every call that leaves the engine, then with a second one after it,
/// and holds the books of each run against those of the first.</summary>
internal sealed class CrashMatrix
{
    private static readonly Fault[] Faults = Enum.GetValues<Fault>();
    private static readonly Duration[] NextDay = [Duration.FromMinutes((23 * 60) + 10), Duration.FromHours(25)];

    private readonly Scenario scenario;
    private readonly World arranged;
    private readonly string expected;
    private readonly IReadOnlyList<string> calls;
    private readonly List<string> failures = [];

    private CrashMatrix(Scenario scenario, World arranged, string expected, IReadOnlyList<string> calls)
    {
        this.scenario = scenario;
        this.arranged = arranged;
        this.expected = expected;
        this.calls = calls;
    }

    public int Cases { get; private set; }

    public string Expected => expected;

    public static async Task<CrashMatrix> OfAsync(Scenario scenario)
    {
        var arranged = new World(Samples.Start);
        await arranged.CreateAsync(scenario.OnTestClock);
        await scenario.Arrange(arranged);
        var plain = arranged.Fork();
        plain.Faults.Armed = true;
        await scenario.Act(plain);
        plain.Faults.Armed = false;
        await plain.SettleAsync();
        var wrong = await Checks.AllAsync(plain);
        Assert.True(wrong.Count == 0, $"{scenario.Name} without a fault: {string.Join("; ", wrong)}");
        return new(scenario, arranged, Books.Of(plain), plain.Faults.Trace);
    }

    /// <summary>Every fault at every call, each with the client back in seconds, shortly before the keys at the provider are a day old, and after.</summary>
    public async Task SinglesAsync()
    {
        for (var call = 0; call < calls.Count; call++)
        {
            foreach (var fault in Faults.Where(fault => Means(calls[call], fault)))
            {
                await RunAsync(null, (call, fault));
                if (scenario.DayMatters || fault is Fault.TakeoverBefore or Fault.TakeoverAfter) continue;
                foreach (var wait in NextDay) await RunAsync(wait, (call, fault));
            }
        }
    }

    /// <summary>A second fault in the recovery from the first: a sample by a printed seed.</summary>
    public async Task PairsAsync(int count, int seed)
    {
        var random = new Random(seed);
        Duration?[] waits = [null, null, Duration.FromHours(23.5), Duration.FromHours(25)];
        for (var index = 0; index < count; index++)
        {
            var first = random.Next(calls.Count);
            await RunAsync(
                scenario.DayMatters ? null : waits[random.Next(waits.Length)],
                (first, Faults[random.Next(Faults.Length)]),
                (first + 1 + random.Next(8), Faults[random.Next(Faults.Length)]));
        }
    }

    public void AssertSound(int seed) => Assert.True(failures.Count == 0,
        $"{failures.Count} of {Cases} cases of '{scenario.Name}' (seed {seed}):\n{string.Join("\n", failures.Take(6))}");

    private async Task RunAsync(Duration? firstWait, params (int Call, Fault Fault)[] planned)
    {
        Cases++;
        var world = arranged.Fork();
        world.FirstWait = firstWait;
        foreach (var (call, fault) in planned) world.Faults.Plan(call, fault);
        var wrong = new List<string>();
        try
        {
            world.Faults.Armed = true;
            await scenario.Act(world);
            world.Faults.Armed = false;
            await world.SettleAsync();
            wrong.AddRange(await Checks.AllAsync(world));
            if (Books.Of(world) is var books && books != expected) wrong.Add(Difference(books));
        }
#pragma warning disable CA1031 // Whatever escapes is a failure of this case, and the others are to run.
        catch (Exception escaped)
#pragma warning restore CA1031
        {
            wrong.Add(escaped is InvalidOperationException ? escaped.Message : escaped.ToString());
        }

        if (wrong.Count == 0) return;
        var what = string.Join(", then ", planned.Select(plan => $"{plan.Fault} at {plan.Call} ({Name(world, plan.Call)})"));
        failures.Add($"- {what}{(firstWait is null ? "" : $", back after {firstWait}")}: {string.Join("; ", wrong)}\n  calls: {string.Join(", ", world.Faults.Trace)}");
    }

    /// <summary>Whether a fault is one of its own at this call: the store keeps no keys, a read stores no answer, a mail is sent or not.</summary>
    private static bool Means(string call, Fault fault) => fault switch
    {
        Fault.StoredBefore or Fault.StoredAfter or Fault.Late => call is "customer" or "attach" or "create" or "confirm" or "cancel" or "refund",
        _ => true,
    };

    private static string Name(World world, int call) => call < world.Faults.Trace.Count ? world.Faults.Trace[call] : "never reached";

    private string Difference(string books)
    {
        var (was, now) = (expected.Split('\n'), books.Split('\n'));
        var lost = was.Except(now).Take(4).Select(line => $"\n    - {line}");
        var gained = now.Except(was).Take(4).Select(line => $"\n    + {line}");
        return $"other books:{string.Concat(lost)}{string.Concat(gained)}{(lost.Any() || gained.Any() ? "" : "\n    (another order)")}";
    }
}
