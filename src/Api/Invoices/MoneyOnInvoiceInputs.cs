using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Invoices;

/// <summary>Money back to the card.</summary>
public sealed record RefundInvoiceInput(
    string OrganizationId, string InvoiceNumber, long Amount, string Reason, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) =>
        check.InvoiceNumber(InvoiceNumber).Amount(Amount, "amount").Text(Reason, "reason").Key(IdempotencyKey);

    public RefundInvoice ToCommand() => new(InvoiceNumber, Amount, Reason);
}

/// <summary>Money that came by wire.</summary>
public sealed record RecordWirePaymentInput(
    string OrganizationId, string InvoiceNumber, long Amount, string Reference, string IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check) =>
        check.InvoiceNumber(InvoiceNumber).Range(Amount, 1, InputCheck.LargestWire, "amount").Name(Reference, "reference").Key(IdempotencyKey);

    public RecordWirePayment ToCommand() => new(InvoiceNumber, Amount, Reference);
}

public sealed class RefundInvoiceInputType : InputType<RefundInvoiceInput>
{
    public RefundInvoiceInputType()
        : base("Money back to the card, at most what the invoice was paid with.")
    {
        OrganizationId();
        InvoiceNumber();
        Required<LongScalar>("amount", "Minor units, 1 or more.");
        Required<StringGraphType>("reason", "1 to 500 characters.");
        Key(required: true);
    }

    protected override RefundInvoiceInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Text("invoiceNumber"), fields.Value<long>("amount"), fields.Name("reason"), fields.Text("idempotencyKey"));
}

public sealed class RecordWirePaymentInputType : InputType<RecordWirePaymentInput>
{
    public RecordWirePaymentInputType()
        : base("Money that came by wire. Less than is due is refused, more becomes credit.")
    {
        OrganizationId();
        InvoiceNumber();
        Required<LongScalar>("amount", "Minor units, 1 or more.");
        Required<StringGraphType>("reference", "The bank's, 1 to 200 characters.");
        Key(required: true);
    }

    protected override RecordWirePaymentInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Text("invoiceNumber"), fields.Value<long>("amount"), fields.Name("reference"), fields.Text("idempotencyKey"));
}
