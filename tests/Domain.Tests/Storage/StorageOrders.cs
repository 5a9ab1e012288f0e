using System.Collections.Immutable;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Tests.Storage;

/// <summary>What back ends and staff say about storage, shortened for tests.</summary>
internal static class StorageOrders
{
    public const long Kb = 1_000;
    public const long Mb = 1_000_000;
    public const long Gb = 1_000_000_000;

    public static StorageReport Storage(this Life life) => StorageReport.Of(life.State, life.Catalog, life.Now);

    public static Answer Count(this Life life, string kind, long count, string? measuredAt = null) =>
        life.Do(new ReportUsage(ImmutableDictionary<string, long>.Empty.Add(kind, count), null, null, At(measuredAt)));

    /// <param name="bytes">In whole messages of 200 bytes.</param>
    public static Answer Data(this Life life, long bytes, string? measuredAt = null) => life.Count("MESSAGE", bytes / 200, measuredAt);

    public static Answer Attachments(this Life life, long bytes, string? measuredAt = null) =>
        life.Do(new ReportUsage(ImmutableDictionary<string, long>.Empty, bytes, null, At(measuredAt)));

    public static Answer Batch(this Life life, string id, long[] added, params long[] removed) => life.Do(new RecordAttachments(id, [.. added], [.. removed]));

    public static Answer Gigabytes(this Life life, int data, int attachments, string? key = null) => life.Do(new AddStorage(data, attachments), key);

    public static Answer Enforce(this Life life, StorageEnforcement enforcement) => life.Do(new SetStorageEnforcement(enforcement));

    private static Instant? At(string? text) => text is null ? null : Life.At(text);
}
