using Billing.Api.Organizations;
using Billing.Api.Seasons;
using Billing.Api.Security;
using Billing.Domain.Members;
using GraphQL.Types;

namespace Billing.Api.Seats;

/// <param name="Available">Never below zero (A50).</param>
public sealed record SeatCount(int Purchased, int Assigned)
{
    public int Available => Math.Max(0, Purchased - Assigned);

    public static SeatCount Of(OrganizationView organization, MemberType type) => new(
        organization.State.Contract?.SeatsOf(type) ?? 0,
        organization.State.Assigned(type));
}

public sealed class SeatUsageType : ObjectGraphType<OrganizationView>
{
    public SeatUsageType()
    {
        Name = "SeatUsage";
        Description = "Seats that were bought, and who has them.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<SeatCountType>>("fullTime").Description("Full-time seats.").Resolve(context => SeatCount.Of(context.Source, MemberType.FullTime));
        Field<NonNullGraphType<SeatCountType>>("collaborator").Description("Collaborator seats.").Resolve(context => SeatCount.Of(context.Source, MemberType.Collaborator));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SeasonUsageType>>>>("seasonal").Description("By season, those that have not ended, in the order of their opening.")
            .Resolve(context => SeasonView.All(context.Source).Where(season => !season.HasEnded));
    }
}

public sealed class SeatCountType : ObjectGraphType<SeatCount>
{
    public SeatCountType()
    {
        Name = "SeatCount";
        Description = "Seats of one kind.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IntGraphType>>("purchased").Description("In the contract.").Resolve(context => context.Source.Purchased);
        Field<NonNullGraphType<IntGraphType>>("assigned").Description("Taken, by invited members too.").Resolve(context => context.Source.Assigned);
        Field<NonNullGraphType<IntGraphType>>("available").Description("Free.").Resolve(context => context.Source.Available);
    }
}
