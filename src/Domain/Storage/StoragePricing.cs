using Billing.Domain.Catalog;
using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>What gigabytes cost (R66, R67): the same figures in the report, its forecast, the mail and on the invoice.</summary>
internal static class StoragePricing
{
    /// <summary>For one gigabyte and month in the contract's currency; null where nothing can be charged: in a sandbox (R47), without a contract,
    /// or where the catalog has no price in that currency (A34).</summary>
    public static StoragePrice? PriceOf(OrganizationState state, Catalog.Catalog catalog) => state is { Kind: OrganizationKind.Production, Contract: { } contract }
        ? catalog.StoragePriceIn(contract.Currency) : null;

    /// <summary>The same where an excess is invoiced: enforcement CHARGE, and a month whose end will be decided.</summary>
    public static StoragePrice? OveragePriceOf(OrganizationState state, Catalog.Catalog catalog) =>
        state.Contract is { InTrial: true } ? null : state.Storage is { Enforcement: StorageEnforcement.Charge, MonthEndsOn: not null } ? PriceOf(state, catalog) : null;

    /// <summary>Before tax, each pool's excess rounded up to whole gigabytes (A24); zero where an excess is not invoiced.</summary>
    public static Money Overage(OrganizationState state, Catalog.Catalog catalog, long dataOver, long attachmentsOver) =>
        OveragePriceOf(state, catalog) is { } price
            ? price.Data * Bytes.WholeGigabytes(dataOver) + price.Attachments * Bytes.WholeGigabytes(attachmentsOver)
            : Money.Zero(state.Currency);
}
