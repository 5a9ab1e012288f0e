using Billing.Api.Invoices;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain.Invoices;
using Billing.Domain.Storage;
using GraphQL.Types;

namespace Billing.Api.Storage;

public sealed class StorageMonthType : ObjectGraphType<StorageMonth>
{
    public StorageMonthType()
    {
        Name = "StorageMonth";
        Description = "A month's end as it was decided: used, allocated, and what was invoiced.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateScalar>>("month").Description("The month's first day.").Resolve(context => context.Source.Month);
        Bytes("dataUsedBytes", "Data at the month's last instant, UTC.", month => month.DataUsedBytes);
        Bytes("dataAllocatedBytes", "What was allocated for it then.", month => month.DataAllocatedBytes);
        Bytes("attachmentUsedBytes", "Attachments at the month's last instant, UTC.", month => month.AttachmentUsedBytes);
        Bytes("attachmentAllocatedBytes", "What was allocated for them then.", month => month.AttachmentAllocatedBytes);
        Field<NonNullGraphType<MoneyType>>("overage").Description("For the excess, in whole gigabytes, before tax; zero where nothing is charged for one.").Resolve(context => context.Source.Overage);
        Field<StringGraphType>("invoiceNumber").Description("The invoice for overage and purchased gigabytes: 0007; null where there was neither.")
            .Resolve(context => context.Source.InvoiceNumber is { } number ? Invoice.NumberOf(number) : null);
    }

    private void Bytes(string name, string description, Func<StorageMonth, long> bytes) =>
        Field<NonNullGraphType<LongScalar>>(name).Description(description).Resolve(context => bytes(context.Source));
}

public sealed class StorageForecastType : ObjectGraphType<StorageForecast>
{
    public StorageForecastType()
    {
        Name = "StorageForecast";
        Description = "What this month would end with, by a straight line through its reports.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateTimeScalar>>("monthEnd").Description("The first instant of the next month, UTC.").Resolve(context => context.Source.MonthEnd);
        Field<NonNullGraphType<LongScalar>>("dataBytes").Description("Data then.").Resolve(context => context.Source.DataBytes);
        Field<NonNullGraphType<LongScalar>>("attachmentBytes").Description("Attachments then.").Resolve(context => context.Source.AttachmentBytes);
        Field<NonNullGraphType<MoneyType>>("overage").Description("What the excess would cost then, before tax.").Resolve(context => context.Source.Overage);
    }
}
