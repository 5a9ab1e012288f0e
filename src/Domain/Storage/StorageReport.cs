using System.Collections.Immutable;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>One pool in bytes.</summary>
/// <param name="Default">The organization's share of its plan's default (R55, R60).</param>
/// <param name="Additional">By full-time licenses or committed conversations (R55).</param>
/// <param name="Purchased">Gigabytes that staff have added (R66).</param>
public sealed record PoolReport(long Used, long Default, long Additional, long Purchased)
{
    public long Allocated => Default + Additional + Purchased;
}

/// <param name="BytesEach">By the catalog (R52).</param>
public sealed record ObjectUsage(string Kind, long Count, int BytesEach)
{
    public long Bytes => checked(Count * BytesEach);
}

/// <summary>What the month would come to by a straight line through its reports.</summary>
public sealed record StorageForecast(Instant MonthEnd, long DataBytes, long AttachmentBytes, Money Overage);

/// <summary>An organization's storage as of an instant (R48).</summary>
/// <param name="DataOver">Bytes above the allocation; 0 in a sandbox, whose allocations do not count (R47).</param>
/// <param name="Objects">Every kind of the catalog, in its order; those that were never reported with none.</param>
/// <param name="ProjectedOverage">Before tax, what the month would cost if it ended now; zero where no excess is invoiced.</param>
/// <param name="CreationRestricted">The product must refuse new data (R65, A35).</param>
/// <param name="Forecast">Null before two reports of this month, of different instants.</param>
public sealed record StorageReport(
    PoolReport Data, PoolReport Attachments, long DataOver, long AttachmentsOver, ImmutableArray<ObjectUsage> Objects, Money ProjectedOverage,
    bool CreationRestricted, StorageForecast? Forecast)
{
    /// <param name="state">As it is at <paramref name="now"/> (P12).</param>
    public static StorageReport Of(OrganizationState state, Catalog.Catalog catalog, Instant now)
    {
        var pools = StoragePools.Of(state, catalog);
        return new(
            pools.Data, pools.Attachments, pools.DataOver, pools.AttachmentsOver,
            [.. catalog.ObjectSizes.Select(size => new ObjectUsage(size.Kind, state.Storage.Objects.GetValueOrDefault(size.Kind)?.Value ?? 0, size.Bytes))],
            StoragePricing.Overage(state, catalog, pools.DataOver, pools.AttachmentsOver),
            CreationLimit.Restricts(state, pools, now),
            ForecastOf(state, catalog, pools, now));
    }

    private static StorageForecast? ForecastOf(OrganizationState state, Catalog.Catalog catalog, StoragePools pools, Instant now)
    {
        var month = now.UtcMonth();
        if (state.Storage.Trend is not { } trend || trend.Month != month) return null;
        var end = month.PlusMonths(1).AtUtcMidnight();
        if (UsageTrends.At(trend, end) is not { } usage) return null;
        var over = pools.OverWith(usage.Data, usage.Attachments);
        return new(end, usage.Data, usage.Attachments, StoragePricing.Overage(state, catalog, over.Data, over.Attachments));
    }
}
