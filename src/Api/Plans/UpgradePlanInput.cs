using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Catalog;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Plans;

public sealed record UpgradePlanInput(string OrganizationId, PlanCode Plan, string PreviewToken, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Token(PreviewToken, "previewToken").Key(IdempotencyKey);

    /// <summary>The token goes beside it: who signed it reads it.</summary>
    public UpgradePlan ToCommand() => new(Plan, null);
}

public sealed class UpgradePlanInputType : InputType<UpgradePlanInput>
{
    public UpgradePlanInputType()
        : base("A higher plan at exactly the price that was previewed.")
    {
        OrganizationId();
        Required<PlanCodeType>("plan", "Higher than the present one.");
        Required<StringGraphType>("previewToken", "Of planChangePreview.");
        Key(required: true);
    }

    protected override UpgradePlanInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Value<PlanCode>("plan"), fields.Text("previewToken"), fields.Text("idempotencyKey"));
}
