using System.Collections.Immutable;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>Applies the facts of storage, and what others mean for it.</summary>
internal static class StorageFold
{
    /// <summary>Batches are told apart for so long.</summary>
    public static readonly Duration BatchRetention = Duration.FromDays(90);

    private const int Few = 64;

    /// <summary>Null where the fact is not about storage.</summary>
    public static OrganizationState? Apply(OrganizationState state, OrganizationEvent fact, Instant at) => Storage(state.Storage, fact, at) is { } storage
        ? state with { Storage = storage } : null;

    /// <summary>A commitment begins: its month-ends are averaged anew (A22), and the month's end is waited for where none was.</summary>
    public static StorageState CommitmentBegins(StorageState storage, Instant at) => storage with
    {
        LicenseSum = 0,
        LicenseMonths = 0,
        MonthEndsOn = storage.MonthEndsOn ?? NextMonth(at),
    };

    /// <summary>A locked organization's months end unseen; once it is back, the present month is waited for (A63).</summary>
    public static StorageState AccessChanged(StorageState storage, AccountStatusChanged changed, Instant at) => changed switch
    {
        { After: AccountState.BillingOnly } => storage with { MonthEndsOn = null },
        { Before: AccountState.BillingOnly } => storage with { MonthEndsOn = NextMonth(at) },
        _ => storage,
    };

    private static StorageState? Storage(StorageState storage, OrganizationEvent fact, Instant at) => fact switch
    {
        UsageReported e => Reported(storage, e) with { Trend = UsageTrends.With(storage.Trend, e.Reading) },
        AttachmentsRecorded e => Recorded(storage, e, at) with { Trend = UsageTrends.With(storage.Trend, e.Reading) },
        StoragePurchased e => storage with { PurchasedDataGb = e.DataGb, PurchasedAttachmentGb = e.AttachmentGb },
        StorageEnforcementChanged e => storage with { Enforcement = e.Enforcement },
        StorageShareChanged e => storage with { Share = e.Share },
        StorageLimitCrossed e => storage with { DataIsOver = e.OverDataBytes > 0, AttachmentsAreOver = e.OverAttachmentBytes > 0 },
        StorageWarned { Pool: StoragePool.Data } e => storage with { DataWarnedIn = e.Month },
        StorageWarned e => storage with { AttachmentsWarnedIn = e.Month },
        StorageMonthEnded e => storage with
        {
            Months = storage.Months.Add(e.Month),
            MonthEndsOn = e.Month.Month.PlusMonths(2),
            LicenseSum = storage.LicenseSum + e.Licenses,
            LicenseMonths = storage.LicenseMonths + 1,
        },
        _ => null,
    };

    private static StorageState Reported(StorageState storage, UsageReported report)
    {
        var objects = storage.Objects;
        foreach (var (kind, count) in report.Objects) objects = objects.SetItem(kind, new(count, report.MeasuredAt));
        return storage with
        {
            Objects = objects,
            KObjectData = report.KObjectDataBytes is { } kobject ? new(kobject, report.MeasuredAt) : storage.KObjectData,
            ReportedAttachments = report.AttachmentBytes is { } bytes ? new(bytes, report.MeasuredAt) : storage.ReportedAttachments,
            // A total that was measured before some batches were recorded does not have their files in it.
            RecordedAttachmentBytes = report.AttachmentBytes is null ? storage.RecordedAttachmentBytes : RecordedSince(storage, report.MeasuredAt),
            MeasuredAt = Later(storage.MeasuredAt, report.MeasuredAt),
        };
    }

    private static long RecordedSince(StorageState storage, Instant measuredAt) => storage.MeasuredAt is { } last && last <= measuredAt
        ? 0 : storage.Batches.Values.Where(batch => batch.At > measuredAt).Sum(batch => batch.Bytes);

    private static StorageState Recorded(StorageState storage, AttachmentsRecorded recorded, Instant at)
    {
        var batches = storage.Batches;
        // Many are looked through now and then only: a batch must not cost more the more there were before it.
        if (batches.Count > 0 && batches.Count % Few == 0)
            batches = batches.RemoveRange(batches.Where(batch => batch.Value.At + BatchRetention <= at).Select(batch => batch.Key));
        return storage with
        {
            Batches = batches.SetItem(recorded.BatchId, new(recorded.ContentHash, recorded.Bytes, at)),
            RecordedAttachmentBytes = storage.RecordedAttachmentBytes + recorded.Bytes,
            MeasuredAt = Later(storage.MeasuredAt, at),
        };
    }

    private static Instant Later(Instant? before, Instant at) => before is { } known && known > at ? known : at;

    private static LocalDate NextMonth(Instant at) => at.UtcMonth().PlusMonths(1);
}
