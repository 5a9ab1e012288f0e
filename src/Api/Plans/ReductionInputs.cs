using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Catalog;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Plans;

/// <summary>Lower from the renewal on, in plan, seats or both.</summary>
public sealed record ScheduleReductionInput(
    string OrganizationId, PlanCode? Plan, int? FullTimeSeats, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check)
    {
        ReductionBounds.Check(check, Plan, FullTimeSeats);
        check.Key(IdempotencyKey);
    }

    public ScheduleReduction ToCommand() => new(Plan, FullTimeSeats);
}

/// <summary>Lower at once, by staff, with credit for the unused remainder.</summary>
public sealed record ReduceNowInput(
    string OrganizationId, PlanCode? Plan, int? FullTimeSeats, long? SeatPrice, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check)
    {
        ReductionBounds.Check(check, Plan, FullTimeSeats);
        check.Price(SeatPrice, "seatPrice").Key(IdempotencyKey);
    }

    public ReduceNow ToCommand() => new(Plan, FullTimeSeats, SeatPrice);
}

internal static class ReductionBounds
{
    /// <summary>Purchases add up: an organization may have more seats than can be bought at once.</summary>
    private const int MostSeatsLeft = 100_000_000;

    public static void Check(InputCheck check, PlanCode? plan, int? fullTimeSeats)
    {
        if (plan is null && fullTimeSeats is null)
        {
            check.Add("fullTimeSeats", "or plan must be given");
        }
        check.Range(fullTimeSeats, 1, MostSeatsLeft, "fullTimeSeats");
    }
}

public sealed class ScheduleReductionInputType : InputType<ScheduleReductionInput>
{
    public ScheduleReductionInputType()
        : base("Fewer seats, a lower plan, or both, from the renewal on.")
    {
        OrganizationId();
        Optional<PlanCodeType>("plan", "The present one when left out.");
        Optional<IntGraphType>("fullTimeSeats", "How many remain; all when left out.");
        Key();
    }

    protected override ScheduleReductionInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.OptionalValue<PlanCode>("plan"), fields.OptionalValue<int>("fullTimeSeats"),
        fields.OptionalText("idempotencyKey"));
}

public sealed class ReduceNowInputType : InputType<ReduceNowInput>
{
    public ReduceNowInputType()
        : base("Fewer seats, a lower plan, or both, at once: the unused remainder becomes credit.")
    {
        OrganizationId();
        Optional<PlanCodeType>("plan", "The present one when left out.");
        Optional<IntGraphType>("fullTimeSeats", "How many remain; all when left out.");
        Optional<LongScalar>("seatPrice", "Minor units for one seat and interval from now on; the contract's or list price when left out.");
        Key(required: true);
    }

    protected override ReduceNowInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.OptionalValue<PlanCode>("plan"), fields.OptionalValue<int>("fullTimeSeats"),
        fields.OptionalValue<long>("seatPrice"), fields.Text("idempotencyKey"));
}
