using Billing.Api.Enums;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Storage;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Events;

public sealed class StorageLimitCrossedType : EventGraphType<StorageLimitCrossed>
{
    public StorageLimitCrossedType(CursorCodec cursors)
        : base(cursors, "StorageLimitCrossed", "A pool has gone over its allocation, or is back within it.")
    {
        Shows<NonNullGraphType<LongScalar>>("overDataBytes", "Data above its allocation in bytes; 0 within it.", fact => fact.OverDataBytes);
        Shows<NonNullGraphType<LongScalar>>("overAttachmentBytes", "Attachments above their allocation in bytes; 0 within it.", fact => fact.OverAttachmentBytes);
    }
}

public sealed class StoragePurchasedType : EventGraphType<StoragePurchased>
{
    public StoragePurchasedType(CursorCodec cursors)
        : base(cursors, "StoragePurchased", "Staff have added gigabytes to the allocation.")
    {
        Shows<NonNullGraphType<IntGraphType>>("dataGb", "Purchased gigabytes of data in all, from now on.", fact => fact.DataGb);
        Shows<NonNullGraphType<IntGraphType>>("attachmentGb", "Purchased gigabytes of attachments in all, from now on.", fact => fact.AttachmentGb);
    }
}

public sealed class StorageEnforcementChangedType : EventGraphType<StorageEnforcementChanged>
{
    public StorageEnforcementChangedType(CursorCodec cursors)
        : base(cursors, "StorageEnforcementChanged", "Another thing happens where more is stored than allocated.") =>
        Shows<NonNullGraphType<StorageEnforcementType>>("enforcement", "From now on.", fact => fact.Enforcement);
}

public sealed class StorageMonthEndedType : EventGraphType<StorageMonthEnded>
{
    public StorageMonthEndedType(CursorCodec cursors)
        : base(cursors, "StorageMonthEnded", "A month's storage was decided.") =>
        Shows<NonNullGraphType<StorageMonthType>>("month", "Its figures, and what was invoiced for them.", fact => fact.Month);
}
