using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>What the product's back ends measure. Reports may come late, twice or out of order: the newest measurement of each figure stands.
/// Neither contract nor access is needed, the meters keep running.</summary>
internal static class UsageRules
{
    private static readonly Duration ClockSkew = Duration.FromMinutes(5);

    /// <summary>Totals by kind of object (R51, A54), of attachments (R54) and of KObject data (R53).</summary>
    public static Decision Report(Turn turn, ReportUsage command)
    {
        if (Check(turn, command) is { } refusal) return Decision.Refused(refusal);
        var measuredAt = Instant.Min(command.MeasuredAt ?? turn.At, turn.At);
        var storage = turn.State.Storage;
        var news = new UsageReported(
            command.Objects.Where(total => IsNews(storage.Objects.GetValueOrDefault(total.Key), total.Value, measuredAt)).ToImmutableDictionary(),
            command.AttachmentBytes is { } bytes && IsNews(storage.ReportedAttachments, bytes, measuredAt) && CanTell(turn, measuredAt) ? bytes : null,
            command.KObjectDataBytes is { } kobject && IsNews(storage.KObjectData, kobject, measuredAt) ? kobject : null,
            measuredAt, null);
        if (news is { Objects.Count: 0, AttachmentBytes: null, KObjectDataBytes: null }) return Decision.Nothing;
        turn.Record(news with { Reading = Reading(turn, news, measuredAt) });
        return turn.Done();
    }

    /// <summary>Files that came and went since the last total, each in whole kilobytes (R54). A batch repeated within 90 days changes nothing.</summary>
    public static Decision Record(Turn turn, RecordAttachments command)
    {
        if (Check(command) is { } refusal) return Decision.Refused(refusal);
        var storage = turn.State.Storage;
        var hash = ContentHash(command);
        if (storage.Batches.TryGetValue(command.BatchId, out var batch) && turn.At < batch.At + StorageFold.BatchRetention)
        {
            return batch.ContentHash == hash ? Decision.Nothing
                : Decision.Refused(new(ErrorCode.IdempotencyKeyReused, $"The batch {command.BatchId} was recorded before, with other files.", "batchId"));
        }

        var bytes = Sum(command.Added) - Sum(command.Removed);
        if (Int128.Abs(bytes) > Bytes.Most || Int128.Abs(storage.RecordedAttachmentBytes + bytes) > Bytes.Most)
            return Decision.Refused(RuleError.Invalid(bytes > 0 ? "added" : "removed", $"Files of more than {Bytes.Most} bytes in all are more than this service can count."));
        var recorded = new AttachmentsRecorded(command.BatchId, hash, (long)bytes, null);
        turn.Record(recorded with { Reading = Reading(turn, recorded, turn.At) });
        return turn.Done();
    }

    private static RuleError? Check(Turn turn, ReportUsage command)
    {
        if (command.MeasuredAt is { } measuredAt && measuredAt > turn.At + ClockSkew) return RuleError.Invalid("measuredAt", $"{measuredAt} has not come yet.");
        foreach (var (kind, count) in command.Objects)
        {
            if (!turn.Context.Catalog.ObjectSizes.Any(size => size.Kind == kind)) return RuleError.Invalid("objects", $"The catalog has no objects of kind {kind}.");
            if (count is < 0 or > Bytes.MostObjects) return RuleError.Invalid("objects", $"{kind}: between 0 and {Bytes.MostObjects} objects can be counted.");
        }

        return Total("attachmentBytes", command.AttachmentBytes) ?? Total("kobjectDataBytes", command.KObjectDataBytes);
    }

    private static RuleError? Check(RecordAttachments command) => command.Added.IsEmpty && command.Removed.IsEmpty
        ? RuleError.Invalid("added", "The batch has no files.") : Files("added", command.Added) ?? Files("removed", command.Removed);

    private static RuleError? Total(string field, long? bytes) => bytes is < 0 or > Bytes.Most
        ? RuleError.Invalid(field, $"Between 0 and {Bytes.Most} bytes can be counted.") : null;

    private static RuleError? Files(string field, ImmutableArray<long> sizes) => sizes.Any(size => size is < 0 or > Bytes.MostOfAFile)
        ? RuleError.Invalid(field, $"A file has between 0 and {Bytes.MostOfAFile} bytes.") : null;

    /// <summary>Of two measurements of one instant the later arrival stands.</summary>
    private static bool IsNews(Measured? known, long value, Instant measuredAt) =>
        known is null || measuredAt > known.At || (measuredAt == known.At && value != known.Value);

    /// <summary>What was recorded since a total must still be known for it to be of use: batches are forgotten after 90 days.</summary>
    private static bool CanTell(Turn turn, Instant measuredAt) => measuredAt + StorageFold.BatchRetention > turn.At
        || turn.State.Storage is { RecordedAttachmentBytes: 0, Batches.Count: 0 };

    /// <summary>A point of the trend, where nothing newer is known already.</summary>
    private static UsageReading? Reading(Turn turn, OrganizationEvent fact, Instant measuredAt)
    {
        if (turn.State.Storage.MeasuredAt is { } newest && measuredAt < newest) return null;
        var after = StorageFold.Apply(turn.State, fact, turn.At)!.Storage;
        return new(measuredAt, StoragePools.DataBytes(after, turn.Context.Catalog), StoragePools.AttachmentBytes(after));
    }

    private static Int128 Sum(ImmutableArray<long> sizes)
    {
        Int128 sum = 0;
        foreach (var size in sizes) sum += Bytes.OfFile(size);
        return sum;
    }

    private static string ContentHash(RecordAttachments command)
    {
        var content = $"{Text(command.Added)};{Text(command.Removed)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }

    private static string Text(ImmutableArray<long> sizes) => string.Join(',', sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));
}
