using Billing.Api.Input;
using Billing.Api.Scalars;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Accounts;

public sealed record AdvanceTestClockInput(string AccountId, Instant To);

public sealed class AdvanceTestClockInputType : InputType<AdvanceTestClockInput>
{
    public AdvanceTestClockInputType()
        : base("Moves a test account's time forward.")
    {
        Required<IdGraphType>("accountId", "A test account.");
        Required<DateTimeScalar>("to", "The account's new instant, not before its present one.");
    }

    protected override AdvanceTestClockInput Read(InputFields fields) => new(fields.Id("accountId"), fields.Value<Instant>("to"));
}
