using Billing.Api.Input;

namespace Billing.Api.Invoices;

/// <summary>An order that needs to know the invoice and nothing else.</summary>
public sealed record InvoiceInput(string OrganizationId, string InvoiceNumber, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.InvoiceNumber(InvoiceNumber).Key(IdempotencyKey);
}

public sealed class InvoiceInputType : InputType<InvoiceInput>
{
    public InvoiceInputType()
        : base("Names an invoice of an organization.")
    {
        OrganizationId();
        InvoiceNumber();
        Key();
    }

    protected override InvoiceInput Read(InputFields fields) =>
        new(fields.Id("organizationId"), fields.Text("invoiceNumber"), fields.OptionalText("idempotencyKey"));
}
