namespace Billing.Simulation.Tests.Plans;

/// <summary>Cuts a failing plan down: steps in halves, quarters and one by one, then single faults, as long as it still fails. Each step has its own luck,
/// so what is left stays what it was.</summary>
internal static class Shrinker
{
    public static Plan Shrink(Plan plan, Func<Plan, bool> fails)
    {
        for (var before = plan with { Seed = plan.Seed, Steps = [] }; before != plan;)
        {
            before = plan;
            plan = WithoutFaults(WithoutSteps(plan, fails), fails);
        }

        return plan;
    }

    private static Plan WithoutSteps(Plan plan, Func<Plan, bool> fails)
    {
        for (var size = Math.Max(1, plan.Steps.Length / 2); size > 0; size /= 2)
        {
            for (var at = plan.Steps.Length - size; at >= 0; at -= size)
            {
                if (at + size > plan.Steps.Length) continue;
                var less = plan with { Steps = plan.Steps.RemoveRange(at, size) };
                if (fails(less)) plan = less;
            }
        }

        return plan;
    }

    private static Plan WithoutFaults(Plan plan, Func<Plan, bool> fails)
    {
        for (var index = 0; index < plan.Steps.Length; index++)
        {
            for (var fault = plan.Steps[index].Faults.Length - 1; fault >= 0; fault--)
            {
                var step = plan.Steps[index];
                var less = plan with { Steps = plan.Steps.SetItem(index, step with { Faults = step.Faults.RemoveAt(fault) }) };
                if (fails(less)) plan = less;
            }
        }

        return plan;
    }
}
