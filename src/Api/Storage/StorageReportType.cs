using Billing.Api.Catalog;
using Billing.Api.Enums;
using Billing.Api.Errors;
using Billing.Api.Invoices;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain.Storage;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Storage;

/// <summary>What an organization stores, and what it may: computed once for all fields that ask.</summary>
public sealed class StorageView(OrganizationView organization, Func<StorageReport> report)
{
    private readonly Lazy<StorageReport> computed = new(report);

    public StorageReport Report => computed.Value;

    public StorageState State => organization.State.Storage;

    public static StorageView Of(IResolveFieldContext<OrganizationView> context)
    {
        var (organization, catalog) = (context.Source, PlanType.CatalogOf(context));
        return new(organization, () => StorageReport.Of(organization.State, catalog, organization.Now));
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<StorageMonth> History(int months) => State.Months.Reverse().Take(months);
}

public sealed class StorageReportType : ObjectGraphType<StorageView>
{
    private const int MostMonths = 120;

    public StorageReportType()
    {
        Name = "StorageReport";
        Description = "Platform usage: what is stored, what may be, and what an excess would cost. Decimal units: a gigabyte is 10^9 bytes.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StoragePoolType>>("data").Description("Records of all kinds: counts times sizes.")
            .Resolve(context => new PoolView(context.Source.Report.Data, context.Source.Report.DataOver));
        Field<NonNullGraphType<StoragePoolType>>("attachments").Description("Content of files, each rounded up to whole kilobytes.")
            .Resolve(context => new PoolView(context.Source.Report.Attachments, context.Source.Report.AttachmentsOver));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ObjectCountType>>>>("objects").Description("What the data consists of, by kind.").Resolve(context => context.Source.Report.Objects);
        Field<NonNullGraphType<MoneyType>>("projectedOverage").Description("What the month would cost if it ended now, before tax.").Resolve(context => context.Source.Report.ProjectedOverage);
        Field<NonNullGraphType<StorageEnforcementType>>("enforcement").Description("What happens where more is stored than allocated.").Resolve(context => context.Source.State.Enforcement);
        Field<NonNullGraphType<BooleanGraphType>>("creationRestricted").Description("True while the product must refuse new data.").Resolve(context => context.Source.Report.CreationRestricted);
        Field<DateTimeScalar>("measuredAt").Description("When the newest measurement was made; null before the first.").Resolve(context => context.Source.State.MeasuredAt);
        Field<NonNullGraphType<LongScalar>>("kobjectDataBytes").Description("Bytes in the Data attribute of KObjects: measured and shown, not billed.").Resolve(context => context.Source.State.KObjectDataBytes);
        History();
        Field<StorageForecastType>("forecast").Description("A straight line through this month's reports to its end; null before there are two.").Resolve(context => context.Source.Report.Forecast);
    }

    private void History()
    {
        var field = Field<NonNullGraphType<ListGraphType<NonNullGraphType<StorageMonthType>>>>("history").Description("Month-end figures, newest first, with what was invoiced for them.")
            .Argument<IntGraphType>("months", $"How many at most: 1 to {MostMonths}.", argument => argument.DefaultValue = 12)
            .Resolve(context => context.Source.History(Months(context)));
        field.FieldType.WithPageSize("months");
    }

    /// <summary>An explicit null means what leaving it out means.</summary>
    private static int Months(IResolveFieldContext context) => context.GetArgument<int?>("months") switch
    {
        null => 12,
        >= 1 and <= MostMonths and { } months => months,
        _ => throw new BadInputException($"months must be between 1 and {MostMonths}.", "months"),
    };
}

/// <param name="Over">Bytes above the allocation.</param>
public sealed record PoolView(PoolReport Pool, long Over);

public sealed class StoragePoolType : ObjectGraphType<PoolView>
{
    public StoragePoolType()
    {
        Name = "StoragePool";
        Description = "One of the two pools of storage, in bytes.";
        this.FieldsRequire(Right.Inherited);
        Bytes("usedBytes", "Stored at the last measurement.", view => view.Pool.Used);
        Bytes("allocatedBytes", "Default, additional and purchased together.", view => view.Pool.Allocated);
        Bytes("defaultBytes", "The organization's share of its plan's default: divided among the production organizations of an account.", view => view.Pool.Default);
        Bytes("additionalBytes", "By full-time seats, or by committed conversations.", view => view.Pool.Additional);
        Bytes("purchasedBytes", "Gigabytes that staff have added.", view => view.Pool.Purchased);
        Bytes("overBytes", "Used above the allocation; 0 within it, and in a sandbox.", view => view.Over);
    }

    private void Bytes(string name, string description, Func<PoolView, long> bytes) =>
        Field<NonNullGraphType<LongScalar>>(name).Description(description).Resolve(context => bytes(context.Source));
}

public sealed class ObjectCountType : ObjectGraphType<ObjectUsage>
{
    public ObjectCountType()
    {
        Name = "ObjectCount";
        Description = "Objects of one kind, as last reported.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<ObjectKindType>>("kind").Description("The kind of object.").Resolve(context => context.Source.Kind);
        Field<NonNullGraphType<LongScalar>>("count").Description("How many there are.").Resolve(context => context.Source.Count);
        Field<NonNullGraphType<IntGraphType>>("bytesEach").Description("What one counts, by the catalog.").Resolve(context => context.Source.BytesEach);
        Field<NonNullGraphType<LongScalar>>("bytes").Description("What all of them count: count times bytesEach.").Resolve(context => context.Source.Bytes);
    }
}
