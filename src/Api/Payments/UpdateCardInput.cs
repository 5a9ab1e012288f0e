using Billing.Api.Input;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Payments;

public sealed record UpdateCardInput(string OrganizationId, string PaymentMethodId, string? IdempotencyKey) : IOrganizationOrder
{
    /// <summary>Digits alone could be a card's number, which must never come here: the answer does not repeat it (R20).</summary>
    public void Check(InputCheck check)
    {
        if (!PaymentMethodId.StartsWith("pm_", StringComparison.Ordinal))
        {
            check.Add("paymentMethodId", "must be a payment method's id: pm_…");
        }
        else
        {
            check.Id(PaymentMethodId, "paymentMethodId");
        }
        check.Key(IdempotencyKey);
    }

    public UpdateCard ToCommand() => new(PaymentMethodId);
}

public sealed class UpdateCardInputType : InputType<UpdateCardInput>
{
    public UpdateCardInputType()
        : base("paymentMethodId: what Stripe.js gives for the card, pm_…; card numbers never come here.")
    {
        OrganizationId();
        Required<IdGraphType>("paymentMethodId", "What Stripe.js gives for the card: pm_…");
        Key();
    }

    protected override UpdateCardInput Read(InputFields fields) =>
        new(fields.Id("organizationId"), fields.Id("paymentMethodId"), fields.OptionalText("idempotencyKey"));
}
