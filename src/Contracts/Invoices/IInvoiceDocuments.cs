using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Contracts.Invoices;

/// <summary>Makes invoices' PDF documents.</summary>
public interface IInvoiceDocuments
{
    /// <summary>The same input gives the same bytes.</summary>
    byte[] Render(Invoice invoice, OrganizationState state);
}
