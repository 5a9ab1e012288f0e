using Billing.Api.Catalog;
using Billing.Api.Enums;
using Billing.Api.Invoices;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain;
using Billing.Domain.Contracts;
using Billing.Domain.Pricing;
using GraphQL.Types;
using CatalogData = Billing.Domain.Catalog.Catalog;

namespace Billing.Api.Contracts;

public sealed class BillingSubscriptionType : ObjectGraphType<Contract>
{
    public BillingSubscriptionType()
    {
        Name = "BillingSubscription";
        Description = "The contract that an organization has signed, and where it stands in it.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<PlanType>>("plan").Description("The present plan.").Resolve(context => PlanType.CatalogOf(context).Plan(context.Source.Plan));
        Field<NonNullGraphType<LicensingType>>("licensing").Description("What the storage allocation is counted by.").Resolve(context => context.Source.Licensing);
        Field<NonNullGraphType<BillingIntervalType>>("interval").Description("How often the contract is invoiced.").Resolve(context => context.Source.Interval);
        Field<NonNullGraphType<PeriodType>>("currentPeriod").Description("The trial while it runs, the paid period after.").Resolve(context => context.Source.CurrentPeriod);
        Field<NonNullGraphType<PeriodType>>("contract").Description("The present contract term.").Resolve(context => context.Source.Term);
        Field<DateTimeScalar>("trialEndsAt").Description("When the trial ends or ended; null where there was none.").Resolve(context => context.Source.TrialEndsOn?.AtUtcMidnight());
        Field<NonNullGraphType<IntGraphType>>("fullTimeSeats").Description("Purchased full-time seats.").Resolve(context => context.Source.FullTimeSeats);
        Field<NonNullGraphType<IntGraphType>>("collaboratorSeats").Description("Purchased collaborator seats.").Resolve(context => context.Source.CollaboratorSeats);
        Field<IntGraphType>("committedConversations").Description("Conversation-based licensing: conversations committed to.").Resolve(context => context.Source.CommittedConversations);
        Field<NonNullGraphType<MoneyType>>("seatPrice").Description("Contract price of one full-time seat for one interval.").Resolve(context => context.Source.SeatPrice);
        Field<NonNullGraphType<MoneyType>>("collaboratorSeatPrice").Description("Contract price of one collaborator seat for one interval.").Resolve(context => context.Source.CollaboratorSeatPrice);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AddOnType>>>>("addOns").Description("Bought beside the seats.").Resolve(context => context.Source.AddOns);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CostLineType>>>>("costBreakdown").Description("What one interval costs, before tax.")
            .Resolve(context => CostLine.Of(context.Source, PlanType.CatalogOf(context)));
        Field<NonNullGraphType<DateTimeScalar>>("renewsAt").Description("When the current period or trial ends.").Resolve(context => context.Source.RenewsAt);
        Field<NonNullGraphType<MoneyType>>("annualCost").Description("Seats and add-ons for a year, before tax; 12 x the month on a monthly interval.").Resolve(context => AnnualCost.Of(context.Source));
        Field<ScheduledChangeType>("scheduledChange").Description("A reduction that starts with the next term.").Resolve(context => context.Source.Scheduled);
        Field<DateTimeScalar>("cancelsAt").Description("Set when canceled: access ends then.").Resolve(context => context.Source.CancelsAt);
    }
}

public sealed class AddOnType : ObjectGraphType<AddOn>
{
    public AddOnType()
    {
        Name = "AddOn";
        Description = "Something bought beside the seats.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("code").Description("The vendor's code.").Resolve(context => context.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("name").Description("For people.").Resolve(context => context.Source.Name);
        Field<NonNullGraphType<IntGraphType>>("quantity").Description("How many.").Resolve(context => context.Source.Quantity);
        Field<NonNullGraphType<MoneyType>>("unitPrice").Description("Of one, for one interval.").Resolve(context => context.Source.UnitPrice);
        Field<NonNullGraphType<MoneyType>>("total").Description("Of all, for one interval.").Resolve(context => context.Source.Total);
    }
}

/// <summary>One line of what an interval costs.</summary>
public sealed record CostLine(string Description, int Quantity, Money UnitPrice)
{
    public static IReadOnlyList<CostLine> Of(Contract contract, CatalogData catalog) =>
        [.. new Lines(0, catalog).FullPeriod(contract).Select(line => new CostLine(line.Description, line.Quantity, line.UnitPrice))];
}

public sealed class CostLineType : ObjectGraphType<CostLine>
{
    public CostLineType()
    {
        Name = "CostLine";
        Description = "One line of what an interval costs, before tax.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("description").Description("What for.").Resolve(context => context.Source.Description);
        Field<NonNullGraphType<IntGraphType>>("quantity").Description("How many.").Resolve(context => context.Source.Quantity);
        Field<NonNullGraphType<MoneyType>>("unitPrice").Description("Of one, for one interval.").Resolve(context => context.Source.UnitPrice);
        Field<NonNullGraphType<MoneyType>>("total").Description("Of all, for one interval.").Resolve(context => context.Source.UnitPrice * context.Source.Quantity);
    }
}

public sealed class ScheduledChangeType : ObjectGraphType<ScheduledChange>
{
    public ScheduledChangeType()
    {
        Name = "ScheduledChange";
        Description = "A reduction that starts with the next contract term.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<PlanCodeType>>("plan").Description("The plan from then on.").Resolve(context => context.Source.Plan);
        Field<NonNullGraphType<IntGraphType>>("fullTimeSeats").Description("Full-time seats from then on.").Resolve(context => context.Source.FullTimeSeats);
        Field<NonNullGraphType<DateTimeScalar>>("effectiveAt").Description("When the next term starts.").Resolve(context => context.Source.EffectiveOn.AtUtcMidnight());
    }
}
