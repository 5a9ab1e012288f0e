using Billing.Api.DataLoading;
using Billing.Api.Contracts;
using Billing.Api.Enums;
using Billing.Api.Http;
using Billing.Api.Mail;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Payments;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Domain.Invoices;
using Billing.Domain.Payments;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace Billing.Api.Invoices;

/// <summary>An invoice, and the organization that it is of.</summary>
public sealed record InvoiceView(Invoice Invoice, OrganizationView Organization)
{
    public static InvoiceView? Of(OrganizationView? organization, int? number) =>
        organization is not null && number is { } value ? new(organization.State.Invoice(value), organization) : null;
}

public sealed class InvoiceType : ObjectGraphType<InvoiceView>, INodeType
{
    /// <summary>A copy goes out once, or as often as it is asked for.</summary>
    private const int MostCopies = 100;

    public InvoiceType()
    {
        Name = NodeName;
        Description = "An invoice: lines, subtotal, tax, total, credit applied, amount due, in this order.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("inv_…").Resolve(context => context.Source.Invoice.Id.Value);
        Field<NonNullGraphType<StringGraphType>>("number").Description("Counts up in each organization without a gap, void ones included: 0007.").Resolve(context => context.Source.Invoice.NumberText);
        Field<NonNullGraphType<InvoiceKindType>>("kind").Description("What it is for.").Resolve(context => context.Source.Invoice.Kind);
        Field<NonNullGraphType<InvoiceStatusType>>("status").Description("Whether it is still to be paid.").Resolve(context => context.Source.Invoice.Status);
        Field<NonNullGraphType<DateTimeScalar>>("issuedAt").Description("When it was due to be issued, however late it was processed.").Resolve(context => context.Source.Invoice.IssuedAt);
        Field<NonNullGraphType<DateTimeScalar>>("dueAt").Description("At once by card; days later where it is mailed.").Resolve(context => context.Source.Invoice.DueAt);
        Field<DateTimeScalar>("paidAt").Description("Null until it is paid.").Resolve(context => context.Source.Invoice.PaidAt);
        Field<PeriodType>("period").Description("The billing period that it is for, where there is one.").Resolve(context => context.Source.Invoice.Period);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<InvoiceLineType>>>>("lines").Description("A credit line before its charge line.").Resolve(context => context.Source.Invoice.Lines);
        Amount("subtotal", "Sum of the lines, before tax.", invoice => invoice.Subtotal);
        Amount("tax", "Sum of the lines' taxes, each rounded by itself.", invoice => invoice.Tax);
        Amount("total", "Subtotal and tax.", invoice => invoice.Total);
        Amount("creditApplied", "Taken from the credit balance; negative where a negative balance is collected.", invoice => invoice.CreditApplied);
        Amount("amountDue", "Total less credit, never below zero; stays so after payment.", invoice => invoice.AmountDue);
        Amount("amountRefunded", "Paid back to the card so far.", invoice => invoice.AmountRefunded);
        Field<NonNullGraphType<BilledToType>>("billedTo").Description("Name, address, tax ids and purchase order as they were when the invoice was issued.").Resolve(context => context.Source.Invoice.BilledTo);
        Field<NonNullGraphType<StringGraphType>>("pdfPath").Description("Where the invoice can be fetched as PDF, with the same token.")
            .Resolve(context => $"/invoices/{context.Source.Organization.Id}/{context.Source.Invoice.NumberText}.pdf");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MailType>>>>("copies").Description("Who received a copy, and when.").Resolve(Copies);
        Field<PaymentActionType>("paymentAction").Description("Set while the bank wants the cardholder to confirm (3-D Secure).").Resolve(Action);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PaymentAttemptType>>>>("attempts").Description("Every attempt to charge the card, oldest first.")
            .Resolve(context => context.Source.Invoice.Payment.Attempts);
    }

    public static string NodeName => "Invoice";

    private void Amount(string name, string description, Func<Invoice, Domain.Money> amount) =>
        Field<NonNullGraphType<MoneyType>>(name).Description(description).Resolve(context => amount(context.Source.Invoice));

    private static IDataLoaderResult<IReadOnlyList<MailRow>> Copies(IResolveFieldContext<InvoiceView> context)
    {
        var readModel = (IReadModel)context.RequestServices!.GetService(typeof(IReadModel))!;
        var copies = CallerContext.Of(context).Share(() => new BatchLoader<InvoiceKey, IReadOnlyList<MailRow>>(
            (invoices, cancellationToken) => readModel.CopiesAsync(invoices, MostCopies, cancellationToken), missing: []));
        return copies.Load(new(context.Source.Organization.Id.Value, context.Source.Invoice.NumberText));
    }

    private static object? Action(IResolveFieldContext<InvoiceView> context)
    {
        var payment = context.Source.Invoice.Payment;
        if (!context.Source.Invoice.IsOpen || !payment.AwaitsCardholder) return null;
        var options = (GatewayOptions)context.RequestServices!.GetService(typeof(GatewayOptions))!;
        return new PaymentAction(payment.ClientSecret!, options.PublishableKey);
    }
}

public sealed class InvoiceLineType : ObjectGraphType<InvoiceLine>
{
    public InvoiceLineType()
    {
        Name = "InvoiceLine";
        Description = "Explains itself: unitPrice x quantity x days / periodDays, rounded half up once.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("description").Description("What for.").Resolve(context => context.Source.Description);
        Field<NonNullGraphType<IntGraphType>>("quantity").Description("How many.").Resolve(context => context.Source.Quantity);
        Field<NonNullGraphType<MoneyType>>("unitPrice").Description("Of one for a full period; negative on a credit line.").Resolve(context => context.Source.UnitPrice);
        Field<IntGraphType>("days").Description("Days still to run; null where the line is not prorated.").Resolve(context => context.Source.Days);
        Field<IntGraphType>("periodDays").Description("Days of the full period; null where the line is not prorated.").Resolve(context => context.Source.PeriodDays);
        Field<NonNullGraphType<MoneyType>>("amount").Description("Before tax; a credit is at most what was billed.").Resolve(context => context.Source.Amount);
        Field<NonNullGraphType<MoneyType>>("tax").Description("Of this line, rounded half up once.").Resolve(context => context.Source.Tax);
    }
}

public sealed class BilledToType : ObjectGraphType<BilledTo>
{
    public BilledToType()
    {
        Name = "BilledTo";
        Description = "The customer as he was when the invoice was issued.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("companyName").Description("Company, or the organization's name.").Resolve(context => context.Source.CompanyName);
        Field<AddressType>("address").Description("Billing address.").Resolve(context => context.Source.Address);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TaxIdType>>>>("taxIds").Description("As they were when the invoice was issued.").Resolve(context => context.Source.TaxIds);
        Field<StringGraphType>("purchaseOrder").Description("The customer's purchase order number.").Resolve(context => context.Source.PurchaseOrder);
    }
}

/// <summary>What the cardholder's browser needs to confirm a payment.</summary>
public sealed record PaymentAction(string ClientSecret, string PublishableKey);

public sealed class PaymentActionType : ObjectGraphType<PaymentAction>
{
    public PaymentActionType()
    {
        Name = "PaymentAction";
        Description = "What Stripe.js needs to ask the cardholder; confirmPayment comes after it.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("clientSecret").Description("Of the payment, for the cardholder's browser only.").Resolve(context => context.Source.ClientSecret);
        Field<NonNullGraphType<StringGraphType>>("publishableKey").Description("The provider's key for browsers.").Resolve(context => context.Source.PublishableKey);
    }
}

public sealed class PaymentAttemptType : ObjectGraphType<PaymentAttempt>
{
    public PaymentAttemptType()
    {
        Name = "PaymentAttempt";
        Description = "One attempt to charge the card.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateTimeScalar>>("at").Description("When it was made, on the organization's clock.").Resolve(context => context.Source.At);
        Field<NonNullGraphType<PaymentOutcomeType>>("outcome").Description("What came of it.").Resolve(context => context.Source.Outcome);
        Field<StringGraphType>("declineCode").Description("The bank's code: insufficient_funds…").Resolve(context => context.Source.DeclineCode);
    }
}

/// <summary>Pages of an organization's invoices, newest first.</summary>
internal static class InvoicePages
{
    public static Connection<InvoiceView> Of(OrganizationView organization, PageRequest page, Func<string, string> cursor, IReadOnlyList<InvoiceStatus>? status)
    {
        var matching = organization.State.Invoices.Where(invoice => status is null || status.Contains(invoice.Status)).ToList();
        var rows = matching.AsEnumerable().Reverse().Where(invoice => page.AfterNumber is not { } after || invoice.Number < after).Take(page.First + 1).ToList();
        return new(
            [.. rows.Take(page.First).Select(invoice => new Edge<InvoiceView>(cursor, invoice.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), new(invoice, organization)))],
            rows.Count > page.First, page.After is not null, matching.Count);
    }
}
