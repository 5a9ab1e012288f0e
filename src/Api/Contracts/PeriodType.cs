using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain;
using GraphQL.Types;

namespace Billing.Api.Contracts;

public sealed class PeriodType : ObjectGraphType<BillingPeriod>
{
    public PeriodType()
    {
        Name = "Period";
        Description = "Whole UTC days, half-open: the end is the first instant that no longer belongs to it.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateTimeScalar>>("start").Description("00:00 UTC of the first day.").Resolve(context => context.Source.StartsAt);
        Field<NonNullGraphType<DateTimeScalar>>("end").Description("00:00 UTC of the day after the last.").Resolve(context => context.Source.EndsAt);
    }
}
