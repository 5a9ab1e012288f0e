using Billing.Domain.Dunning;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>Whether the product must refuse new data (R65).</summary>
internal static class CreationLimit
{
    /// <summary>For an excess under RESTRICT_CREATION, or a storage invoice unpaid for 72 hours since its failure (A35); right at any instant, whether
    /// or not anything has woken up at the end of the 72 hours.</summary>
    public static bool Restricts(OrganizationState state, StoragePools pools, Instant now) => state.Storage.Enforcement switch
    {
        StorageEnforcement.None => false,
        StorageEnforcement.RestrictCreation when pools.AnyOver => true,
        _ => state.OpenInvoices.Any(invoice => FailedAt(invoice) is { } failedAt && now >= failedAt + DunningRules.Grace),
    };

    /// <summary>Whether an invoice will restrict creation if it stays unpaid.</summary>
    public static bool Threatens(OrganizationState state, Invoice invoice) => state.Storage.Enforcement != StorageEnforcement.None && IsOfStorage(invoice);

    public static bool IsOfStorage(Invoice invoice) => invoice.Kind is InvoiceKind.Storage or InvoiceKind.StorageOverage;

    private static Instant? FailedAt(Invoice invoice) => IsOfStorage(invoice) ? invoice.FailedAt : null;
}
