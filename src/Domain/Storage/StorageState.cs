using System.Collections.Immutable;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>What happens to an organization that stores more than it is allocated (R65).</summary>
public enum StorageEnforcement
{
    /// <summary>The excess at a month's end is invoiced (R67).</summary>
    Charge,

    /// <summary>The product refuses new data while there is an excess; nothing is invoiced for it.</summary>
    RestrictCreation,

    None,
}

/// <summary>The two pools of storage (R50).</summary>
public enum StoragePool
{
    Data,
    Attachments,
}

/// <summary>A total and when it was measured; older measurements that come later change nothing.</summary>
public sealed record Measured(long Value, Instant At);

/// <summary>A batch of files that was counted: repeating it changes nothing for 90 days.</summary>
/// <param name="ContentHash">Tells a repeat from a batch of other files under the same id.</param>
/// <param name="Bytes">Added less removed, each file in whole kilobytes (R54).</param>
public sealed record AttachmentBatch(string ContentHash, long Bytes, Instant At);

/// <summary>The organization's share of its account's default allocation (R60, A19).</summary>
/// <param name="Organizations">Production organizations of the account, this one included.</param>
/// <param name="Rank">How many of them are older.</param>
public sealed record StorageShare(int Organizations, int Rank)
{
    public static StorageShare Whole { get; } = new(1, 0);

    /// <summary>The floor, and one byte more for the oldest until nothing is left: the shares sum exactly.</summary>
    public long Of(long bytes) => bytes / Organizations + (Rank < bytes % Organizations ? 1 : 0);
}

/// <summary>One month's end, as it was decided (A24).</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Overage">Before tax; zero where nothing is charged for an excess.</param>
/// <param name="InvoiceNumber">The invoice for overage and purchased gigabytes; null where there was neither.</param>
public sealed record StorageMonth(
    LocalDate Month, long DataUsedBytes, long DataAllocatedBytes, long AttachmentUsedBytes, long AttachmentAllocatedBytes, Money Overage, int? InvoiceNumber);

/// <summary>What both pools held at an instant: a point of the month's trend.</summary>
public sealed record UsageReading(Instant At, long DataBytes, long AttachmentBytes);

/// <summary>Sums of this month's reports, for a straight line through them: they grow by none and forget none.</summary>
/// <param name="Seconds">Since the month began, summed over the reports; <paramref name="SecondsSquared"/> their squares.</param>
/// <param name="DataTimesSeconds">Bytes × seconds, summed.</param>
public sealed record UsageTrend(
    LocalDate Month, int Reports, Int128 Seconds, Int128 SecondsSquared, Int128 Data, Int128 DataTimesSeconds, Int128 Attachments, Int128 AttachmentsTimesSeconds);

/// <summary>What an organization stores, and what it may.</summary>
public sealed record StorageState
{
    public static StorageState Nothing { get; } = new();

    /// <summary>Counts by kind of object, each with the time of its own measurement: reports may leave kinds out, and come out of order.</summary>
    public ImmutableDictionary<string, Measured> Objects { get; init; } = ImmutableDictionary<string, Measured>.Empty;

    /// <summary>The last reported total of attachments; null before the first.</summary>
    public Measured? ReportedAttachments { get; init; }

    /// <summary>Batches since that total: below zero where removals have come before the additions that they belong to.</summary>
    public long RecordedAttachmentBytes { get; init; }

    public ImmutableDictionary<string, AttachmentBatch> Batches { get; init; } = ImmutableDictionary<string, AttachmentBatch>.Empty;

    /// <summary>Bytes in the Data attribute of KObjects: measured and shown, not billed (A23).</summary>
    public Measured? KObjectData { get; init; }

    /// <summary>When the newest measurement was made.</summary>
    public Instant? MeasuredAt { get; init; }

    public int PurchasedDataGb { get; init; }

    public int PurchasedAttachmentGb { get; init; }

    public StorageEnforcement Enforcement { get; init; } = StorageEnforcement.Charge;

    public StorageShare Share { get; init; } = StorageShare.Whole;

    /// <summary>The first day of the month after the present one, at whose beginning the present one is decided; null where no month is.</summary>
    public LocalDate? MonthEndsOn { get; init; }

    /// <summary>Full-time licenses at the month-ends of the present commitment, summed (A22).</summary>
    public long LicenseSum { get; init; }

    public int LicenseMonths { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableList<StorageMonth> Months { get; init; } = [];

    public UsageTrend? Trend { get; init; }

    /// <summary>By pool, the month in which its excess was last mailed (M15).</summary>
    public LocalDate? DataWarnedIn { get; init; }

    public LocalDate? AttachmentsWarnedIn { get; init; }

    /// <summary>The excess as it was last published.</summary>
    public bool DataIsOver { get; init; }

    public bool AttachmentsAreOver { get; init; }

    /// <summary>Content of files (R54); never below zero.</summary>
    public long AttachmentBytes => Math.Max(0, (ReportedAttachments?.Value ?? 0) + RecordedAttachmentBytes);

    public long KObjectDataBytes => KObjectData?.Value ?? 0;
}
