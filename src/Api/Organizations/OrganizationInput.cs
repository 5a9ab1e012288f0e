using Billing.Api.Input;

namespace Billing.Api.Organizations;

/// <summary>An order that needs to know the organization and nothing else.</summary>
public sealed record OrganizationInput(string OrganizationId, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Key(IdempotencyKey);
}

public sealed class OrganizationInputType : InputType<OrganizationInput>
{
    public OrganizationInputType()
        : base("Names an organization.")
    {
        OrganizationId();
        Key();
    }

    protected override OrganizationInput Read(InputFields fields) => new(fields.Id("organizationId"), fields.OptionalText("idempotencyKey"));
}
