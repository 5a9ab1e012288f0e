using Billing.Api.Enums;
using Billing.Api.Invoices;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Timeline;

public sealed class TimelineEntryType : ObjectGraphType<TimelineItem>
{
    public TimelineEntryType()
    {
        Name = "TimelineEntry";
        Description = "Something that will happen by itself.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateTimeScalar>>("at").Description("When.").Resolve(context => context.Source.At);
        Field<NonNullGraphType<TimelineKindType>>("what").Description("For programs.").Resolve(context => context.Source.What);
        Field<NonNullGraphType<StringGraphType>>("description").Description("For people.").Resolve(context => context.Source.Description);
        Field<MoneyType>("amount").Description("What it will charge, after tax and credit; null where it charges nothing.").Resolve(context => context.Source.Amount);
    }
}
