using System.Collections.Immutable;

namespace Billing.Simulation.Tests.Plans;

/// <summary>What a seed comes to: weights by hand, so that most histories are a plausible life with a few things going wrong in it.</summary>
internal static class PlanMaker
{
    private static readonly Fault[] Faults = Enum.GetValues<Fault>();

    public static Plan Of(int seed)
    {
        var random = new Random(seed);
        var onTestClock = random.Next(2) == 0;
        var faulty = random.Next(4) > 0;
        var steps = ImmutableArray.CreateBuilder<Step>();
        steps.Add(New(StepKind.Order, Orders.Card));
        steps.Add(New(StepKind.Order, Orders.Contract));
        var count = random.Next(6, 18);
        while (steps.Count < count) Add();
        return new(seed, onTestClock, steps.ToImmutable());

        void Add()
        {
            switch (random.Next(100))
            {
                case < 40:
                    // With a test clock one customer orders what concerns money, and asks until he knows: so the order of such orders is one.
                    var people = random.Next(3) == 0;
                    steps.Add(New(StepKind.Order, people ? random.Next(Orders.FirstOfPeople, Orders.End) : random.Next(2, Orders.FirstOfPeople), people || !onTestClock));
                    break;
                case < 60: steps.Add(New(onTestClock ? StepKind.Advance : StepKind.Wait, random.Next(100))); break;
                case < 64: steps.Add(New(StepKind.Wait, random.Next(40))); break;
                case < 74: steps.Add(New(StepKind.Cardholder, random.Next(4))); break;
                case < 78: steps.Add(New(StepKind.Kill, random.Next(2))); break;
                case < 81: steps.Add(New(StepKind.Divide, random.Next(3))); break;
                case < 85: steps.Add(New(StepKind.Outage, random.Next(4))); break;
                case < 87: steps.Add(New(StepKind.Skew, random.Next(6))); break;
                case < 90: steps.Add(New(StepKind.Hint, random.Next(100))); break;
                case < 94: steps.Add(New(StepKind.AskAgain, random.Next(3))); break;
                case < 98: steps.Add(New(StepKind.Neighbor, random.Next(4), true)); break;
                default: steps.Add(New(StepKind.OlderRecords, 0)); break;
            }
        }

        Step New(StepKind kind, int which, bool mayOverlap = false) =>
            new(kind, random.Next(), which, random.Next(60), mayOverlap && random.Next(2) == 0, Planned());

        ImmutableArray<(int, Fault)> Planned()
        {
            if (!faulty || random.Next(3) > 0) return [];
            var planned = ImmutableArray.CreateBuilder<(int, Fault)>();
            for (var more = random.Next(1, 4); more > 0; more--) planned.Add((random.Next(12), Faults[random.Next(Faults.Length)]));
            return planned.ToImmutable();
        }
    }
}
