using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using GraphQL.Types;

namespace Billing.Api.Storage;

/// <summary>Gigabytes beside those that were bought before (R66).</summary>
public sealed record AddStorageInput(string OrganizationId, int DataGb, int AttachmentGb, string IdempotencyKey) : IOrganizationOrder
{
    private const int MostGigabytes = 1_000_000;

    public void Check(InputCheck check)
    {
        check.Range(DataGb, 0, MostGigabytes, "dataGb").Range(AttachmentGb, 0, MostGigabytes, "attachmentGb");
        if (DataGb == 0 && AttachmentGb == 0) check.Add("dataGb", "or attachmentGb must be above 0");
        check.Key(IdempotencyKey);
    }

    public AddStorage ToCommand() => new(DataGb, AttachmentGb);
}

public sealed record SetStorageEnforcementInput(string OrganizationId, StorageEnforcement Enforcement) : IOrganizationOrder
{
    public void Check(InputCheck check)
    {
    }

    public SetStorageEnforcement ToCommand() => new(Enforcement);
}

public sealed class AddStorageInputType : InputType<AddStorageInput>
{
    public AddStorageInputType()
        : base("Gigabytes beside those that were bought before.")
    {
        OrganizationId();
        Optional<IntGraphType>("dataGb", "For data: 0 to 1,000,000.", 0);
        Optional<IntGraphType>("attachmentGb", "For attachments: 0 to 1,000,000.", 0);
        Key(required: true);
    }

    protected override AddStorageInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.ValueOr("dataGb", 0), fields.ValueOr("attachmentGb", 0), fields.Text("idempotencyKey"));
}

public sealed class SetStorageEnforcementInputType : InputType<SetStorageEnforcementInput>
{
    public SetStorageEnforcementInputType()
        : base("What happens where more is stored than allocated.")
    {
        OrganizationId();
        Required<StorageEnforcementType>("enforcement", "From now on.");
    }

    protected override SetStorageEnforcementInput Read(InputFields fields) => new(fields.Id("organizationId"), fields.Value<StorageEnforcement>("enforcement"));
}
