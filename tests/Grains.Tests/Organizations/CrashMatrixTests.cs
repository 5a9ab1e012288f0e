using Xunit;

namespace Billing.Grains.Tests.Organizations;

/// <summary>Every fault at every call of every flow (F1 to F6, F11, F16): one charge at most, and the books of a run without faults.</summary>
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    private const int Seed = 20_250_310;
    private const int Pairs = 200;

    public static TheoryData<string> Names => [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task F1_to_F6_one_charge_and_the_books_of_a_run_without_faults(string name)
    {
        var matrix = await CrashMatrix.OfAsync(Scenarios.All.Single(scenario => scenario.Name == name));
        await matrix.SinglesAsync();
        await matrix.PairsAsync(Pairs, Seed);
        output.WriteLine($"{matrix.Cases} cases, seed {Seed}");
        matrix.AssertSound(Seed);
    }
}
