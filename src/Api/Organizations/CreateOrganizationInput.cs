using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Contracts.Accounts;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Organizations;

public sealed record CreateOrganizationInput(
    string AccountId, string Name, OrganizationKind Kind, string? TimeZone, OwnerInput Owner, string? IdempotencyKey) : ICheckedInput
{
    public void Check(InputCheck check) =>
        check.Name(Name, "name").TimeZone(TimeZone, "timeZone").Object(Owner, "owner").Key(IdempotencyKey);

    public NewOrganization ToOrder() =>
        new(Name, Kind, TimeZone, Owner.MemberId is { } id ? new(id) : null, Owner.Name, Owner.Email);
}

/// <summary>The first member, who holds every permission.</summary>
public sealed record OwnerInput(string? MemberId, string Name, string Email) : ICheckedInput
{
    public void Check(InputCheck check) => check.Id(MemberId, "memberId").Name(Name, "name").Email(Email, "email");
}

public sealed class CreateOrganizationInputType : InputType<CreateOrganizationInput>
{
    public CreateOrganizationInputType()
        : base("A new organization of an account, with its owner.")
    {
        Required<IdGraphType>("accountId", "The account that it belongs to.");
        Required<StringGraphType>("name", "1 to 200 characters.");
        Optional<OrganizationKindType>("kind", "Limits and prices apply to production organizations only.", OrganizationKind.Production);
        Optional<StringGraphType>("timeZone", "IANA zone in which mails and invoices show times beside UTC; UTC when left out.");
        Required<OwnerInputType>("owner", "The first member, who holds every permission.");
        Key();
    }

    protected override CreateOrganizationInput Read(InputFields fields) => new(
        fields.Id("accountId"), fields.Name("name"), fields.ValueOr("kind", OrganizationKind.Production), fields.OptionalText("timeZone"),
        fields.Object<OwnerInput>("owner"), fields.OptionalText("idempotencyKey"));
}

public sealed class OwnerInputType : InputType<OwnerInput>
{
    public OwnerInputType()
        : base("The first member of an organization, who holds every permission.")
    {
        Optional<IdGraphType>("memberId", "The product's own id of this person; made here when left out.");
        Required<StringGraphType>("name", "1 to 200 characters.");
        Required<StringGraphType>("email", "Where mail about the organization goes.");
    }

    protected override OwnerInput Read(InputFields fields) => new(fields.OptionalId("memberId"), fields.Name("name"), fields.Text("email"));
}
