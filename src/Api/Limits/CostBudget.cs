namespace Billing.Api.Limits;

/// <summary>What the operations of one batch may cost together: as much as one alone.</summary>
internal sealed class CostBudget(long limit)
{
    private long spent;

    /// <exception cref="Errors.TooComplexException">Nothing is left for it.</exception>
    public void Spend(CostReport cost)
    {
        var together = cost with { Operation = spent + cost.Operation };
        if (together.Operation > limit) throw together.Refusal();
        spent = together.Operation;
    }
}
