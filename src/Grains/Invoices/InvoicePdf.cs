using Billing.Contracts.Invoices;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Mail;

namespace Billing.Grains.Invoices;

/// <summary>Invoices as PDF documents, with the API's figures.</summary>
public static class InvoicePdf
{
    /// <summary>The same input gives the same bytes. Whatever characters the names have, it is written: what the font lacks is marked.</summary>
    /// <param name="state">The organization that the invoice is of.</param>
    public static byte[] Render(Invoice invoice, OrganizationState state, MailOptions options)
    {
        var canvas = new PdfCanvas();
        new InvoiceLayout(canvas, InvoiceSheet.Of(invoice, state, options)).Draw();
        return canvas.Finish($"Invoice {invoice.NumberText}", invoice.IssuedAt);
    }
}

/// <summary>The documents as the gateway asks for them.</summary>
public sealed class InvoiceDocuments(MailOptions options) : IInvoiceDocuments
{
    public byte[] Render(Invoice invoice, OrganizationState state) => InvoicePdf.Render(invoice, state, options);
}
