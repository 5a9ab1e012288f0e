using Billing.Api.Input;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Organizations;

/// <summary>What is null stays as it is.</summary>
public sealed record UpdateOrganizationInput(string OrganizationId, string? Name, string? TimeZone, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Name(Name, "name").TimeZone(TimeZone, "timeZone").Key(IdempotencyKey);

    public UpdateOrganization ToCommand() => new(Name, TimeZone);
}

public sealed class UpdateOrganizationInputType : InputType<UpdateOrganizationInput>
{
    public UpdateOrganizationInputType()
        : base("What is left out stays as it is.")
    {
        OrganizationId();
        Optional<StringGraphType>("name", "1 to 200 characters.");
        Optional<StringGraphType>("timeZone", "IANA zone in which mails and invoices show times beside UTC.");
        Key();
    }

    protected override UpdateOrganizationInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.OptionalName("name"), fields.OptionalText("timeZone"), fields.OptionalText("idempotencyKey"));
}
