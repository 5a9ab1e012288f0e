using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Credits;

public sealed record GrantCreditInput(string OrganizationId, long Amount, string Reason, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Amount(Amount, "amount").Text(Reason, "reason").Key(IdempotencyKey);

    public GrantCredit ToCommand() => new(Amount, Reason);
}

public sealed class GrantCreditInputType : InputType<GrantCreditInput>
{
    public GrantCreditInputType()
        : base("Credit that the next invoices take by themselves.")
    {
        OrganizationId();
        Required<LongScalar>("amount", "Minor units of the organization's currency, 1 or more.");
        Required<StringGraphType>("reason", "Shown to the customer, 1 to 500 characters.");
        Key(required: true);
    }

    protected override GrantCreditInput Read(InputFields fields) =>
        new(fields.Id("organizationId"), fields.Value<long>("amount"), fields.Name("reason"), fields.Text("idempotencyKey"));
}
