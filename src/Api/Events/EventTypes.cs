using Billing.Api.Contracts;
using Billing.Api.Enums;
using Billing.Api.Invoices;
using Billing.Api.Paging;
using Billing.Api.Payments;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using GraphQL.Builders;
using GraphQL.Types;

namespace Billing.Api.Events;

/// <summary>One kind of event: the interface's fields, and its own.</summary>
public abstract class EventGraphType : ObjectGraphType<PublishedEventView>
{
    protected EventGraphType(CursorCodec cursors, string name, string description)
    {
        Name = name;
        Description = description;
        Interface<OrganizationEventType>();
        IsTypeOf = source => source is PublishedEventView view && Is(view.Event);
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("organizationId").Description("To which organization.").Resolve(context => context.Source.Organization.Value);
        Field<NonNullGraphType<LongScalar>>("sequence").Description("1, 2, 3… in the organization, without a gap.").Resolve(context => context.Source.Sequence);
        Field<NonNullGraphType<DateTimeScalar>>("at").Description("When, on the organization's clock.").Resolve(context => context.Source.At);
        Field<NonNullGraphType<StringGraphType>>("actor").Description("Whose doing it was: a member's or staff's id, or system.").Resolve(context => context.Source.Actor);
        Field<NonNullGraphType<StringGraphType>>("cursor").Description("Its place: resumes a list or subscription behind it.").Resolve(context =>
            CallerContext.Of(context).TellsFeed ? EventStreams.FeedCursor(cursors, context.Source) : EventPages.Cursor(cursors, context.Source));
    }

    protected abstract bool Is(OrganizationEvent fact);
}

/// <typeparam name="TEvent">The domain's fact.</typeparam>
public abstract class EventGraphType<TEvent>(CursorCodec cursors, string name, string description) : EventGraphType(cursors, name, description)
    where TEvent : PublishedEvent
{
    protected override bool Is(OrganizationEvent fact) => fact is TEvent;

    protected void Shows<TGraph>(string name, string description, Func<TEvent, object?> value)
        where TGraph : IGraphType => Field<TGraph>(name).Description(description).Resolve(context => value((TEvent)context.Source.Event));
}

public sealed class OrganizationCreatedType : EventGraphType<OrganizationCreated>
{
    public OrganizationCreatedType(CursorCodec cursors)
        : base(cursors, "OrganizationCreated", "The organization was made.") => Shows<NonNullGraphType<StringGraphType>>("name", "Its name.", fact => fact.Name);
}

public sealed class OrganizationUpdatedType : EventGraphType<OrganizationUpdated>
{
    public OrganizationUpdatedType(CursorCodec cursors)
        : base(cursors, "OrganizationUpdated", "Name or time zone changed.")
    {
        Shows<NonNullGraphType<StringGraphType>>("name", "The name from now on.", fact => fact.Name);
        Shows<NonNullGraphType<StringGraphType>>("timeZone", "The IANA zone from now on.", fact => fact.TimeZone);
    }
}

public sealed class AccountStatusChangedType : EventGraphType<AccountStatusChanged>
{
    public AccountStatusChangedType(CursorCodec cursors)
        : base(cursors, "AccountStatusChanged", "Access was gained, lost, or put at risk.")
    {
        Shows<NonNullGraphType<AccountStateType>>("before", "The state before.", fact => fact.Before);
        Shows<NonNullGraphType<AccountStateType>>("after", "The state from now on.", fact => fact.After);
        Shows<StatusReasonType>("reason", "Why; null where all is well.", fact => fact.Reason);
    }
}

public sealed class ContractStartedType : EventGraphType<ContractStarted>
{
    public ContractStartedType(CursorCodec cursors)
        : base(cursors, "ContractStarted", "A contract began: signed, or reactivated.")
    {
        Shows<NonNullGraphType<PlanCodeType>>("plan", "Its plan.", fact => fact.Contract.Plan);
        Shows<NonNullGraphType<IntGraphType>>("fullTimeSeats", "Its full-time seats.", fact => fact.Contract.FullTimeSeats);
        Shows<NonNullGraphType<PeriodType>>("period", "Its first period, or the trial.", fact => fact.Contract.CurrentPeriod);
    }
}

public sealed class PeriodStartedType : EventGraphType<PeriodStarted>
{
    public PeriodStartedType(CursorCodec cursors)
        : base(cursors, "PeriodStarted", "A billing period began: a renewal, or the end of a trial.")
    {
        Shows<NonNullGraphType<PeriodType>>("period", "The period.", fact => fact.Period);
        Shows<NonNullGraphType<PlanCodeType>>("plan", "The plan in it.", fact => fact.Contract.Plan);
        Shows<NonNullGraphType<IntGraphType>>("fullTimeSeats", "The full-time seats in it.", fact => fact.Contract.FullTimeSeats);
    }
}

public sealed class SeatsPurchasedType : EventGraphType<SeatsPurchased>
{
    public SeatsPurchasedType(CursorCodec cursors)
        : base(cursors, "SeatsPurchased", "Seats were added.")
    {
        Shows<NonNullGraphType<IntGraphType>>("added", "How many.", fact => fact.Added);
        Shows<NonNullGraphType<IntGraphType>>("fullTimeSeats", "Full-time seats from now on.", fact => fact.FullTimeSeats);
        Shows<NonNullGraphType<IntGraphType>>("collaboratorSeats", "Collaborator seats from now on.", fact => fact.CollaboratorSeats);
    }
}

public sealed class PlanChangedType : EventGraphType<PlanChanged>
{
    public PlanChangedType(CursorCodec cursors)
        : base(cursors, "PlanChanged", "Plan or seats changed within a period.")
    {
        Shows<NonNullGraphType<PlanCodeType>>("before", "The plan before.", fact => fact.Before);
        Shows<NonNullGraphType<PlanCodeType>>("after", "The plan from now on.", fact => fact.After);
        Shows<NonNullGraphType<IntGraphType>>("fullTimeSeats", "Full-time seats from now on.", fact => fact.FullTimeSeats);
    }
}

public sealed class ReductionScheduledType : EventGraphType<ReductionScheduled>
{
    public ReductionScheduledType(CursorCodec cursors)
        : base(cursors, "ReductionScheduled", "A reduction will start with the next term.") =>
        Shows<NonNullGraphType<ScheduledChangeType>>("change", "What it will be.", fact => fact.Change);
}

public sealed class ReductionCanceledType(CursorCodec cursors) : EventGraphType<ReductionCanceled>(cursors, "ReductionCanceled", "A scheduled reduction was taken back.");

public sealed class SubscriptionCanceledType : EventGraphType<SubscriptionCanceled>
{
    public SubscriptionCanceledType(CursorCodec cursors)
        : base(cursors, "SubscriptionCanceled", "The subscription will end.") => Shows<NonNullGraphType<DateTimeScalar>>("endsAt", "When access ends.", fact => fact.EndsAt);
}

public sealed class SubscriptionResumedType(CursorCodec cursors) : EventGraphType<SubscriptionResumed>(cursors, "SubscriptionResumed", "A cancellation was taken back.");

public sealed class CreditChangedType : EventGraphType<CreditMoved>
{
    public CreditChangedType(CursorCodec cursors)
        : base(cursors, "CreditChanged", "The credit balance moved.")
    {
        Shows<NonNullGraphType<MoneyType>>("amount", "Positive: the customer gains.", fact => fact.Amount);
        Shows<NonNullGraphType<StringGraphType>>("reason", "Why, in words.", fact => fact.Reason);
        Shows<StringGraphType>("invoiceNumber", "The invoice that it belongs to, where there is one.", fact => fact.InvoiceNumber is { } number ? Invoice.NumberOf(number) : null);
    }
}

public sealed class CardChangedType : EventGraphType<CardChanged>
{
    public CardChangedType(CursorCodec cursors)
        : base(cursors, "CardChanged", "A new card is on file.") => Shows<NonNullGraphType<CardType>>("card", "The card.", fact => fact.Card);
}

public sealed class CollectionChangedType : EventGraphType<CollectionChanged>
{
    public CollectionChangedType(CursorCodec cursors)
        : base(cursors, "CollectionChanged", "Invoices are paid in another way.") => Shows<NonNullGraphType<CollectionType>>("collection", "From now on.", fact => fact.Collection);
}

public sealed class BillingDetailsChangedType(CursorCodec cursors)
    : EventGraphType<BillingDetailsChanged>(cursors, "BillingDetailsChanged", "Address, invoice addresses or what else is printed on invoices changed.");

/// <summary>Issued, paid, voided and refunded are one kind of event: what a subscriber does is look at the invoice.</summary>
public sealed class InvoiceChangedType : EventGraphType
{
    public InvoiceChangedType(CursorCodec cursors)
        : base(cursors, "InvoiceChanged", "An invoice was issued, paid, voided or refunded.")
    {
        Field<NonNullGraphType<StringGraphType>>("number").Description("Which invoice: 0007.").Resolve(context => Invoice.NumberOf(Change(context.Source.Event).Number));
        Field<NonNullGraphType<InvoiceStatusType>>("status").Description("Its status from now on.").Resolve(context => Change(context.Source.Event).Status);
    }

    protected override bool Is(OrganizationEvent fact) => fact is InvoiceIssued or InvoicePaid or InvoiceVoided or InvoiceRefunded;

    private static (int Number, InvoiceStatus Status) Change(OrganizationEvent fact) => fact switch
    {
        InvoiceIssued e => (e.Invoice.Number, InvoiceStatus.Open),
        InvoicePaid e => (e.Number, InvoiceStatus.Paid),
        InvoiceVoided e => (e.Number, InvoiceStatus.Void),
        InvoiceRefunded e => (e.Number, InvoiceStatus.Paid),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} changes no invoice."),
    };
}

/// <summary>Every kind of event, for the schema to register.</summary>
public static class EventTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(EventTypes).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(EventGraphType))).OrderBy(type => type.Name, StringComparer.Ordinal),
    ];
}
