using Billing.Api.Enums;
using Billing.Api.Invoices;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain;
using Billing.Domain.Catalog;
using GraphQL;
using GraphQL.Types;
using CatalogData = Billing.Domain.Catalog.Catalog;

namespace Billing.Api.Catalog;

public sealed class CatalogType : ObjectGraphType<CatalogData>
{
    public CatalogType()
    {
        Name = "Catalog";
        Description = "Plans, list prices, storage allocations and object sizes.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PlanType>>>>("plans").Description("Lowest first.").Resolve(context => context.Source.Plans);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ObjectSizeType>>>>("objectSizes").Description("What each kind of object counts.").Resolve(context => context.Source.ObjectSizes);
        Field<NonNullGraphType<MoneyType>>("dataPricePerGb").Description("Of a gigabyte of data above the allocation, for a month.")
            .Resolve(context => new Money(context.Source.DataPricePerGb, context.Source.Currency));
        Field<NonNullGraphType<MoneyType>>("attachmentPricePerGb").Description("Of a gigabyte of attachments above the allocation, for a month.")
            .Resolve(context => new Money(context.Source.AttachmentPricePerGb, context.Source.Currency));
    }
}

public sealed class PlanType : ObjectGraphType<Plan>
{
    public PlanType()
    {
        Name = "Plan";
        Description = "A plan with its list prices and storage allocations.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<PlanCodeType>>("code").Description("For programs.").Resolve(context => context.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("name").Description("For people.").Resolve(context => context.Source.Name);
        Field<NonNullGraphType<BooleanGraphType>>("legacy").Description("Not offered any more.").Resolve(context => context.Source.Legacy);
        Price("monthlySeatPrice", "List price of a full-time seat for a month.", plan => plan.MonthlySeatPrice);
        Price("annualSeatPrice", "List price of a full-time seat for a year.", plan => plan.AnnualSeatPrice);
        Price("monthlyCollaboratorSeatPrice", "List price of a collaborator seat for a month.", plan => plan.MonthlyCollaboratorSeatPrice);
        Price("annualCollaboratorSeatPrice", "List price of a collaborator seat for a year.", plan => plan.AnnualCollaboratorSeatPrice);
        Bytes("dataBytes", "Data allocation of an organization.", plan => plan.DataBytes);
        Bytes("attachmentBytes", "Attachment allocation of an organization.", plan => plan.AttachmentBytes);
        Bytes("dataBytesPerSeat", "Data allocation of each full-time seat.", plan => plan.DataBytesPerSeat);
        Bytes("attachmentBytesPerSeat", "Attachment allocation of each full-time seat.", plan => plan.AttachmentBytesPerSeat);
        Field<LongScalar>("dataBytesPerThousandConversations").Description("Data allocation of each thousand committed conversations.")
            .Resolve(context => context.Source.DataBytesPerThousandConversations);
        Field<LongScalar>("attachmentBytesPerThousandConversations").Description("Attachment allocation of each thousand committed conversations.")
            .Resolve(context => context.Source.AttachmentBytesPerThousandConversations);
    }

    internal static CatalogData CatalogOf(IResolveFieldContext context) => (CatalogData)context.RequestServices!.GetService(typeof(CatalogData))!;

    private void Price(string name, string description, Func<Plan, long?> price) => Field<NonNullGraphType<MoneyType>>(name)
        .Description(description + " 0: none is listed, the contract must name one.")
        .Resolve(context => new Money(price(context.Source) ?? 0, CatalogOf(context).Currency));

    private void Bytes(string name, string description, Func<Plan, long> bytes) =>
        Field<NonNullGraphType<LongScalar>>(name).Description(description).Resolve(context => bytes(context.Source));
}

/// <summary>Kinds of objects that storage counts.</summary>
public sealed class ObjectKindType : EnumerationGraphType
{
    public ObjectKindType()
    {
        Name = "ObjectKind";
        Description = "Kinds of objects that storage counts.";
        Add("COMPANY", "COMPANY", "A company: 100 bytes (R52).");
        Add("CUSTOMER", "CUSTOMER", "A customer: 100 bytes.");
        Add("CONVERSATION", "CONVERSATION", "A conversation: 500 bytes.");
        Add("MESSAGE", "MESSAGE", "A message: 200 bytes.");
        Add("ATTACHMENT", "ATTACHMENT", "An attachment's own record, 100 bytes; its file is counted in bytes.");
        Add("EVENT", "EVENT", "An event, or an entry of the audit log: 70 bytes.");
        Add("NOTE", "NOTE", "A note: 200 bytes.");
        Add("KOBJECT", "KOBJECT", "A KObject without its Data attribute (R53): 500 bytes.");
        Add("CUSTOM_ATTRIBUTE", "CUSTOM_ATTRIBUTE", "A custom attribute, on standard objects too: 50 bytes.");
    }
}

public sealed class ObjectSizeType : ObjectGraphType<ObjectSize>
{
    public ObjectSizeType()
    {
        Name = "ObjectSize";
        Description = "What an object of a kind counts.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<ObjectKindType>>("kind").Description("The kind of object.").Resolve(context => context.Source.Kind);
        Field<NonNullGraphType<IntGraphType>>("bytes").Description("Bytes of one.").Resolve(context => context.Source.Bytes);
    }
}
