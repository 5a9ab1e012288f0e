using Billing.Api.Errors;
using Billing.Api.Invoices;
using Billing.Api.Organizations;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.Organizations;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Plans;

public sealed class PurchasePreviewType : ObjectGraphType<PreviewAnswer>
{
    public PurchasePreviewType()
    {
        Name = "PurchasePreview";
        Description = "What something would cost, to the cent, without buying it.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("token").Description("Binds the purchase to exactly these figures.").Resolve(context => context.Source.Token!);
        Field<NonNullGraphType<DateTimeScalar>>("expiresAt").Description("30 minutes from now, or 00:00 UTC where that comes first.").Resolve(context => context.Source.Preview!.Claim.ExpiresAt);
        Field<NonNullGraphType<IntGraphType>>("seatsBefore").Description("Seats of this kind now.").Resolve(context => context.Source.Preview!.SeatsBefore);
        Field<NonNullGraphType<IntGraphType>>("seatsAfter").Description("Seats of this kind after it.").Resolve(context => context.Source.Preview!.SeatsAfter);
        Field<NonNullGraphType<MoneyType>>("annualBefore").Description("Seats and add-ons for a year now, before tax.").Resolve(context => context.Source.Preview!.AnnualBefore);
        Field<NonNullGraphType<MoneyType>>("annualAfter").Description("Seats and add-ons for a year after it, before tax.").Resolve(context => context.Source.Preview!.AnnualAfter);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<InvoiceLineType>>>>("lines").Description("The invoice's lines.").Resolve(context => context.Source.Preview!.Quote.Lines);
        Field<NonNullGraphType<MoneyType>>("subtotal").Description("Sum of the lines, before tax.").Resolve(context => context.Source.Preview!.Quote.Subtotal);
        Field<NonNullGraphType<MoneyType>>("estimatedTax").Description("Sum of the lines' taxes; what is quoted is charged.").Resolve(context => context.Source.Preview!.Quote.Tax);
        Field<NonNullGraphType<MoneyType>>("creditApplied").Description("Taken from the credit balance.").Resolve(context => context.Source.Preview!.Quote.Credit.Applied);
        Field<NonNullGraphType<MoneyType>>("totalDueToday").Description("What is charged: subtotal and tax, less credit.").Resolve(context => context.Source.Preview!.Quote.Due);
    }

    /// <exception cref="RuleRefusedException">The purchase would be refused.</exception>
    internal static async Task<object?> AskAsync(IResolveFieldContext<OrganizationView> context, PreviewOrder order)
    {
        var answer = await OrganizationDirectory.Of(context).Grain(context.Source.Id.Value).PreviewAsync(order);
        if (answer.Refusal is { } refusal) throw new RuleRefusedException(refusal);
        return answer.Preview is null ? null : answer;
    }
}
