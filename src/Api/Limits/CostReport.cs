using Billing.Api.Errors;

namespace Billing.Api.Limits;

/// <summary>What an operation costs, and the most that one may cost: <c>extensions.cost</c> of its answer, and of the error that refuses it.</summary>
/// <param name="Operation">Fields that it makes the service compute, page sizes multiplied in.</param>
internal readonly record struct CostReport(long Operation, long Limit)
{
    public bool IsTooMuch => Operation > Limit;

    public TooComplexException Refusal() =>
        new($"This operation costs {Operation}, more than {Limit}: ask for fewer fields or smaller pages.") { Cost = this };

    /// <summary>As JSON shows it.</summary>
    public Dictionary<string, object?> AsExtension() => new(2) { ["operation"] = Operation, ["limit"] = Limit };
}
