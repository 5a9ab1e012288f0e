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
    public long Bytes => Count * BytesEach;
}

/// <summary>What the month would come to by a straight line through its reports.</summary>
public sealed record StorageForecast(Instant MonthEnd, long DataBytes, long AttachmentBytes, Money Overage);

/// <summary>An organization's storage as of an instant (R48).</summary>
/// <param name="DataOver">Bytes above the allocation; 0 in a sandbox, whose allocations do not count (R47).</param>
/// <param name="ProjectedOverage">Before tax, what the month would cost if it ended now.</param>
public sealed record StorageReport(
    PoolReport Data, PoolReport Attachments, long DataOver, long AttachmentsOver, ImmutableArray<ObjectUsage> Objects, Money ProjectedOverage,
    bool CreationRestricted, StorageForecast? Forecast)
{
    public static StorageReport Of(OrganizationState state, Catalog.Catalog catalog, Instant now) => throw new NotSupportedException($"{state.Id} {now} {catalog}");
}
