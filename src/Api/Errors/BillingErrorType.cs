using Billing.Api.Enums;
using Billing.Api.Security;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Errors;

/// <summary>A rule that says no.</summary>
public sealed class BillingErrorType : InterfaceGraphType<RuleError>
{
    public BillingErrorType()
    {
        Name = "BillingError";
        Description = "A rule that says no: data, in the payload of the mutation.";
        Field<NonNullGraphType<StringGraphType>>("message").Description("For people.");
        Field<NonNullGraphType<ErrorCodeType>>("code").Description("For programs.");
    }
}

public sealed class RuleErrorType : ObjectGraphType<RuleError>
{
    public RuleErrorType()
    {
        Name = "RuleError";
        Description = "A rule that says no, and the field that it is about.";
        Interface<BillingErrorType>();
        IsTypeOf = source => source is RuleError;
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("message").Description("For people.").Resolve(context => context.Source.Message);
        Field<NonNullGraphType<ErrorCodeType>>("code").Description("For programs.").Resolve(context => context.Source.Code);
        Field<StringGraphType>("field").Description("The input's field that is to blame, where one is: addOns.1.quantity.").Resolve(context => context.Source.Field);
    }
}
