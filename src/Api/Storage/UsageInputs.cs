using System.Collections.Immutable;
using Billing.Api.Catalog;
using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Storage;

/// <summary>Totals as measured; what is null, and kinds that are not named, are unchanged (A54).</summary>
public sealed record ReportUsageInput(
    string OrganizationId, ImmutableArray<ObjectCountInput> Objects, long? AttachmentBytes, long? KobjectDataBytes, Instant? MeasuredAt) : IOrganizationOrder
{
    private const int MostObjects = 100;

    public void Check(InputCheck check)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        check.List(Objects, "objects", 0, MostObjects, (inside, entry, field) =>
            {
                if (!kinds.Add(entry.Kind)) inside.Add($"{field}.kind", "is named twice");
                inside.Object(entry, field);
            })
            .Size(AttachmentBytes, "attachmentBytes").Size(KobjectDataBytes, "kobjectDataBytes");
    }

    public ReportUsage ToCommand() => new(Objects.ToImmutableDictionary(entry => entry.Kind, entry => entry.Count), AttachmentBytes, KobjectDataBytes, MeasuredAt);
}

/// <param name="Kind">As the schema names it.</param>
public sealed record ObjectCountInput(string Kind, long Count) : ICheckedInput
{
    public void Check(InputCheck check) => check.Range(Count, 0, InputCheck.LargestCount, "count");
}

/// <summary>Sizes in bytes of files added and removed since the last batch.</summary>
public sealed record RecordAttachmentsInput(string OrganizationId, string BatchId, ImmutableArray<long> Added, ImmutableArray<long> Removed) : IOrganizationOrder
{
    private const int LongestBatchId = 200;
    private const int MostEntries = 10_000;

    public void Check(InputCheck check)
    {
        check.Text(BatchId, "batchId", LongestBatchId);
        Sizes(check, Added, "added");
        Sizes(check, Removed, "removed");
        if (Added.Length <= MostEntries && Removed.Length <= MostEntries && Added.Length + Removed.Length > MostEntries)
            check.Add("removed", $"and added may have at most {MostEntries} entries together");
    }

    public RecordAttachments ToCommand() => new(BatchId, Added, Removed);

    private static void Sizes(InputCheck check, ImmutableArray<long> sizes, string field) =>
        check.List(sizes, field, 0, MostEntries, (inside, size, name) => inside.Size(size, name));
}

public sealed class ReportUsageInputType : InputType<ReportUsageInput>
{
    public ReportUsageInputType()
        : base("Totals as measured, not increments. Kinds and sizes that are left out are unchanged.")
    {
        OrganizationId();
        RequiredList<ObjectCountInputType>("objects", "Each kind at most once.");
        Optional<LongScalar>("attachmentBytes", "Content of all files, each rounded up to whole kilobytes: 0 to 10^15.");
        Optional<LongScalar>("kobjectDataBytes", "Bytes in the Data attribute of KObjects: 0 to 10^15.");
        Optional<DateTimeScalar>("measuredAt", "Now when left out. An older measurement changes nothing that a newer one has told.");
    }

    protected override ReportUsageInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.List<ObjectCountInput>("objects"), fields.OptionalValue<long>("attachmentBytes"),
        fields.OptionalValue<long>("kobjectDataBytes"), fields.OptionalValue<Instant>("measuredAt"));
}

public sealed class ObjectCountInputType : InputType<ObjectCountInput>
{
    public ObjectCountInputType()
        : base("How many objects of a kind there are.")
    {
        Required<ObjectKindType>("kind", "The kind of object.");
        Required<LongScalar>("count", "0 to 10^12.");
    }

    protected override ObjectCountInput Read(InputFields fields) => new(fields.Text("kind"), fields.Value<long>("count"));
}

public sealed class RecordAttachmentsInputType : InputType<RecordAttachmentsInput>
{
    public RecordAttachmentsInputType()
        : base("Sizes in bytes of files added and removed since the last batch; each counts in whole kilobytes, rounded up. The batch id makes a repeat harmless.")
    {
        OrganizationId();
        Required<IdGraphType>("batchId", "The product's own id of this batch: 1 to 200 printable characters.");
        OptionalList<LongScalar>("added", "Sizes of new files, 0 to 10^15 each; at most 10,000 in a batch, removed ones included.");
        OptionalList<LongScalar>("removed", "Sizes of files that are gone.");
    }

    protected override RecordAttachmentsInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.Id("batchId"), fields.List<long>("added"), fields.List<long>("removed"));
}
