using Billing.Api.Enums;
using Billing.Api.Security;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using GraphQL.Types;

namespace Billing.Api.Payments;

public sealed class PaymentDetailsType : ObjectGraphType<PaymentDetails>
{
    public PaymentDetailsType()
    {
        Name = "PaymentDetails";
        Description = "How the customer pays, and what is printed on his invoices.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<CollectionType>>("collection").Description("By card, or by an invoice that is paid by wire.").Resolve(context => context.Source.Collection);
        Field<CardType>("card").Description("The card on file; never its number.").Resolve(context => context.Source.Card);
        Field<AddressType>("billingAddress").Description("Printed on invoices.").Resolve(context => context.Source.BillingAddress);
        Field<StringGraphType>("primaryInvoiceEmail").Description("Gets every invoice; the owner where there is none.").Resolve(context => context.Source.PrimaryInvoiceEmail);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("additionalInvoiceEmails").Description("Get every invoice as well.")
            .Resolve(context => context.Source.AdditionalInvoiceEmails);
        Field<StringGraphType>("companyName").Description("Printed on invoices; the organization's name where there is none.").Resolve(context => context.Source.CompanyName);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TaxIdType>>>>("taxIds").Description("Printed on invoices.").Resolve(context => context.Source.TaxIds);
        Field<StringGraphType>("purchaseOrder").Description("Printed on every invoice: the customer's purchase order number.").Resolve(context => context.Source.PurchaseOrder);
    }
}

public sealed class CardType : ObjectGraphType<CardView>
{
    public CardType()
    {
        Name = "Card";
        Description = "A card as it may be shown.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("brand").Description("visa, mastercard, amex, discover…").Resolve(context => context.Source.Brand);
        Field<NonNullGraphType<StringGraphType>>("last4").Description("The last four digits.").Resolve(context => context.Source.Last4);
        Field<NonNullGraphType<IntGraphType>>("expMonth").Description("1 to 12.").Resolve(context => context.Source.ExpMonth);
        Field<NonNullGraphType<IntGraphType>>("expYear").Description("Four digits.").Resolve(context => context.Source.ExpYear);
    }
}

public sealed class AddressType : ObjectGraphType<Address>
{
    public AddressType()
    {
        Name = "Address";
        Description = "A postal address.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("line1").Description("Street and number.").Resolve(context => context.Source.Line1);
        Field<StringGraphType>("line2").Description("Floor, suite…").Resolve(context => context.Source.Line2);
        Field<NonNullGraphType<StringGraphType>>("city").Description("Town or city, as it is printed.").Resolve(context => context.Source.City);
        Field<StringGraphType>("state").Description("State or province.").Resolve(context => context.Source.State);
        Field<NonNullGraphType<StringGraphType>>("postalCode").Description("As the country writes it.").Resolve(context => context.Source.PostalCode);
        Field<NonNullGraphType<StringGraphType>>("country").Description("ISO 3166: US.").Resolve(context => context.Source.Country);
    }
}

public sealed class TaxIdType : ObjectGraphType<TaxId>
{
    public TaxIdType()
    {
        Name = "TaxId";
        Description = "A tax id of the customer.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("type").Description("eu_vat, us_ein…").Resolve(context => context.Source.Type);
        Field<NonNullGraphType<StringGraphType>>("value").Description("The id itself.").Resolve(context => context.Source.Value);
    }
}
