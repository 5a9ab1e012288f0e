using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Api.Payments;

public sealed record SetCollectionInput(string OrganizationId, Collection Collection, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Key(IdempotencyKey);

    public SetCollection ToCommand() => new(Collection);
}

public sealed class SetCollectionInputType : InputType<SetCollectionInput>
{
    public SetCollectionInputType()
        : base("How the organization's invoices are paid from now on.")
    {
        OrganizationId();
        Required<CollectionType>("collection", "By card, or by an invoice that is paid by wire.");
        Key();
    }

    protected override SetCollectionInput Read(InputFields fields) =>
        new(fields.Id("organizationId"), fields.Value<Collection>("collection"), fields.OptionalText("idempotencyKey"));
}
