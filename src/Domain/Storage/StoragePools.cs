using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>Both pools as they stand (R50).</summary>
/// <param name="Limited">Whether allocations count: neither in a sandbox (R47) nor before there is a contract.</param>
internal sealed record StoragePools(PoolReport Data, PoolReport Attachments, bool Limited)
{
    /// <summary>Bytes above the allocation.</summary>
    public long DataOver => Over(Data.Used, Data.Allocated);

    public long AttachmentsOver => Over(Attachments.Used, Attachments.Allocated);

    public bool AnyOver => DataOver > 0 || AttachmentsOver > 0;

    public static StoragePools Of(OrganizationState state, Catalog.Catalog catalog) => new(
        StorageAllocation.Of(state, catalog, StoragePool.Data, DataBytes(state.Storage, catalog)),
        StorageAllocation.Of(state, catalog, StoragePool.Attachments, AttachmentBytes(state.Storage)),
        state.Kind != OrganizationKind.Sandbox && state.Contract is not null);

    /// <summary>Count × size over every kind of object (R51); what KObjects hold in their Data attribute is not among it (R53).</summary>
    public static long DataBytes(StorageState storage, Catalog.Catalog catalog)
    {
        Int128 sum = 0;
        foreach (var size in catalog.ObjectSizes)
            if (storage.Objects.TryGetValue(size.Kind, out var count)) sum += (Int128)count.Value * size.Bytes;
        return Bytes.Bounded(sum);
    }

    public static long AttachmentBytes(StorageState storage) => Bytes.Bounded(storage.AttachmentBytes);

    /// <summary>By how much so many bytes would be above the present allocation.</summary>
    public (long Data, long Attachments) OverWith(long data, long attachments) => (Over(data, Data.Allocated), Over(attachments, Attachments.Allocated));

    private long Over(long used, long allocated) => Limited ? Math.Max(0, used - allocated) : 0;
}
