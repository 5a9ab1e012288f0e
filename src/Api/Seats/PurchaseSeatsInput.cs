using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Organizations;
using Billing.Domain.Seats;
using GraphQL.Types;

namespace Billing.Api.Seats;

public sealed record PurchaseSeatsInput(
    string OrganizationId, int AdditionalSeats, SeatType Type, string PreviewToken, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) =>
        check.Seats(AdditionalSeats, "additionalSeats").Token(PreviewToken, "previewToken").Key(IdempotencyKey);

    /// <summary>The token goes beside it: who signed it reads it.</summary>
    public PurchaseSeats ToCommand() => new(AdditionalSeats, Type, null);
}

public sealed class PurchaseSeatsInputType : InputType<PurchaseSeatsInput>
{
    public PurchaseSeatsInputType()
        : base("Seats at exactly the price that was previewed.")
    {
        OrganizationId();
        Required<IntGraphType>("additionalSeats", "1 to 100,000.");
        Optional<PurchasableSeatType>("type", "What kind of seat.", SeatType.FullTime);
        Required<StringGraphType>("previewToken", "Of seatPurchasePreview.");
        Key(required: true);
    }

    protected override PurchaseSeatsInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Value<int>("additionalSeats"), fields.ValueOr("type", SeatType.FullTime), fields.Text("previewToken"),
        fields.Text("idempotencyKey"));
}
