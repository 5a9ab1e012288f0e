using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain;
using GraphQL.Types;

namespace Billing.Api.Invoices;

public sealed class MoneyType : ObjectGraphType<Money>
{
    public MoneyType()
    {
        Name = "Money";
        Description = "An amount in the currency's minor unit: 1099 USD is $10.99.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<LongScalar>>("amount").Description("Minor units: cents for USD, whole yen for JPY.").Resolve(context => context.Source.Minor);
        Field<NonNullGraphType<StringGraphType>>("currency").Description("ISO 4217: USD.").Resolve(context => context.Source.Currency.Code);
        Field<NonNullGraphType<StringGraphType>>("formatted").Description("For people: $10.99.").Resolve(context => context.Source.Format());
    }
}
