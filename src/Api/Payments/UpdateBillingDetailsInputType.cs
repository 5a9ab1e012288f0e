using Billing.Api.Input;
using GraphQL.Types;

namespace Billing.Api.Payments;

public sealed class UpdateBillingDetailsInputType : InputType<UpdateBillingDetailsInput>
{
    public UpdateBillingDetailsInputType()
        : base("What is left out stays as it is; an empty text or list takes away what was there.")
    {
        OrganizationId();
        Optional<StringGraphType>("companyName", "As invoices print it.");
        OptionalList<TaxIdInputType>("taxIds", "At most 10.");
        Optional<StringGraphType>("purchaseOrder", "Printed on every invoice from now on.");
        Optional<AddressInputType>("billingAddress", "As invoices print it.");
        Optional<StringGraphType>("primaryInvoiceEmail", "Receives every invoice.");
        OptionalList<StringGraphType>("additionalInvoiceEmails", "Receive a copy, at most 20.");
        Key();
    }

    protected override UpdateBillingDetailsInput Read(InputFields fields) => new()
    {
        OrganizationId = fields.Id("organizationId"),
        CompanyName = fields.OptionalName("companyName"),
        TaxIds = fields.OptionalList<TaxIdInput>("taxIds"),
        PurchaseOrder = fields.OptionalName("purchaseOrder"),
        BillingAddress = fields.OptionalObject<AddressInput>("billingAddress"),
        PrimaryInvoiceEmail = fields.OptionalText("primaryInvoiceEmail"),
        AdditionalInvoiceEmails = fields.OptionalList<string>("additionalInvoiceEmails"),
        IdempotencyKey = fields.OptionalText("idempotencyKey"),
    };
}

public sealed class TaxIdInputType : InputType<TaxIdInput>
{
    public TaxIdInputType()
        : base("A tax id of the customer.")
    {
        Required<StringGraphType>("type", "eu_vat, us_ein…");
        Required<StringGraphType>("value", "The id itself.");
    }

    protected override TaxIdInput Read(InputFields fields) => new(fields.Text("type"), fields.Name("value"));
}

public sealed class AddressInputType : InputType<AddressInput>
{
    public AddressInputType()
        : base("A postal address.")
    {
        Required<StringGraphType>("line1", "Street and number.");
        Optional<StringGraphType>("line2", "What does not fit there.");
        Required<StringGraphType>("city", "The city.");
        Optional<StringGraphType>("state", "State, province or region.");
        Required<StringGraphType>("postalCode", "1 to 20 characters.");
        Required<StringGraphType>("country", "The country.");
    }

    protected override AddressInput Read(InputFields fields) => new(
        fields.Name("line1"), fields.OptionalName("line2"), fields.Name("city"), fields.OptionalName("state"), fields.Name("postalCode"), fields.Name("country"));
}
