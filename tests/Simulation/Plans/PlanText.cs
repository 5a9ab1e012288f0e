using System.Collections.Immutable;
using System.Globalization;

namespace Billing.Simulation.Tests.Plans;

/// <summary>A plan as one line, so that a history that was cut down can be kept: a seed alone would mean another one as soon as the weights change.</summary>
internal static class PlanText
{
    public static string Write(Plan plan) => $"{plan.Seed} {(plan.OnTestClock ? "clock" : "real")} | {string.Join(" | ", plan.Steps.Select(Write))}";

    /// <summary>A line, or a bare seed.</summary>
    public static Plan Read(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var head = parts[0].Split(' ');
        return head.Length == 1 ? PlanMaker.Of(Number(head[0])) : new(Number(head[0]), head[1] == "clock", [.. parts.Skip(1).Select(Step)]);
    }

    private static string Write(Step step) => $"{step.Kind} {step.Luck} {step.Which} {step.Size}{(step.Together ? " together" : "")}"
        + string.Concat(step.Faults.Select(fault => $" {fault.Call}:{fault.Fault}"));

    private static Step Step(string text)
    {
        var words = text.Split(' ');
        var together = words.Contains("together");
        ImmutableArray<(int, Fault)> faults =
            [.. words.Where(word => word.Contains(':')).Select(word => word.Split(':')).Select(pair => (Number(pair[0]), Enum.Parse<Fault>(pair[1])))];
        return new(Enum.Parse<StepKind>(words[0]), Number(words[1]), Number(words[2]), Number(words[3]), together, faults);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
