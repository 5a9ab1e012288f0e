using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>What an organization may store: its share of the plan's default, more by license or conversation, and what was purchased (R55, R66).</summary>
internal static class StorageAllocation
{
    private const int Thousand = 1_000;

    public static PoolReport Of(OrganizationState state, Catalog.Catalog catalog, StoragePool pool, long used)
    {
        // A sandbox has no limits, so it has no allocations either (R47).
        if (state.Kind == OrganizationKind.Sandbox) return new(used, 0, 0, 0);
        var storage = state.Storage;
        var data = pool == StoragePool.Data;
        var purchased = (data ? storage.PurchasedDataGb : storage.PurchasedAttachmentGb) * Bytes.PerGigabyte;
        if (state.Contract is not { } contract) return new(used, 0, 0, purchased);
        var plan = catalog.Plan(contract.Plan);
        return new(used, storage.Share.Of(data ? plan.DataBytes : plan.AttachmentBytes), Additional(storage, contract, plan, data), purchased);
    }

    private static long Additional(StorageState storage, Contract contract, Plan plan, bool data)
    {
        if (contract.Licensing == Licensing.ConversationBased)
        {
            // A20: exact for every count, whole thousands or not, as long as the catalog's figures are whole kilobytes.
            var perThousand = (data ? plan.DataBytesPerThousandConversations : plan.AttachmentBytesPerThousandConversations) ?? 0;
            return Bytes.Bounded((Int128)(contract.CommittedConversations ?? 0) * perThousand / Thousand);
        }

        return data && contract.UsageBasedLicense
            ? Averaged(storage, contract, plan.DataBytesPerSeat)
            : Bytes.Bounded((Int128)contract.FullTimeSeats * (data ? plan.DataBytesPerSeat : plan.AttachmentBytesPerSeat));
    }

    /// <summary>Over the commitment's month-ends so far and the present count, which at a month's end is that month's own (R64, A22, A54).</summary>
    private static long Averaged(StorageState storage, Contract contract, long perSeat) =>
        Bytes.Bounded(((Int128)storage.LicenseSum + contract.FullTimeSeats) * perSeat / (storage.LicenseMonths + 1));
}
