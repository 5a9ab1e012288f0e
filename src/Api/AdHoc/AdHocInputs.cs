using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.AdHoc;

/// <param name="Increments">How many times three months.</param>
public sealed record RequestAdHocSeatsInput(string OrganizationId, int Seats, LocalDate StartsOn, int Increments, string? IdempotencyKey) : IOrganizationOrder
{
    private const int MostIncrements = 20;

    public void Check(InputCheck check) => check.Seats(Seats, "seats").Range(Increments, 1, MostIncrements, "increments").Key(IdempotencyKey);

    public RequestAdHocSeats ToCommand() => new(Seats, StartsOn, Increments);
}

/// <param name="SeatPrice">Minor units for one seat and increment.</param>
public sealed record ResolveAdHocSeatsInput(string OrganizationId, string RequestId, bool Accept, long? SeatPrice, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Id(RequestId, "requestId").Price(SeatPrice, "seatPrice").Key(IdempotencyKey);

    public ResolveAdHocSeats ToCommand() => new(new(RequestId), Accept, SeatPrice);
}

public sealed class RequestAdHocSeatsInputType : InputType<RequestAdHocSeatsInput>
{
    public RequestAdHocSeatsInputType()
        : base("Seasonal seats beside the contract. increments: how many times three months.")
    {
        OrganizationId();
        Required<IntGraphType>("seats", "1 to 100,000.");
        Required<DateScalar>("startsOn", "The first day of access, UTC.");
        Optional<IntGraphType>("increments", "How many times three months: 1 to 20.", 1);
        Key();
    }

    protected override RequestAdHocSeatsInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Value<int>("seats"), fields.Value<LocalDate>("startsOn"), fields.ValueOr("increments", 1),
        fields.OptionalText("idempotencyKey"));
}

public sealed class ResolveAdHocSeatsInputType : InputType<ResolveAdHocSeatsInput>
{
    public ResolveAdHocSeatsInputType()
        : base("The answer to a request. Accepting with a price issues an AD_HOC_SEATS invoice at once; nothing is invoiced where it is left out.")
    {
        OrganizationId();
        Required<IdGraphType>("requestId", "adh_…");
        Required<BooleanGraphType>("accept", "False declines it.");
        Optional<LongScalar>("seatPrice", "Minor units for one seat for one increment of three months: 0 to 10^12.");
        Key();
    }

    protected override ResolveAdHocSeatsInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Id("requestId"), fields.Value<bool>("accept"), fields.OptionalValue<long>("seatPrice"),
        fields.OptionalText("idempotencyKey"));
}
