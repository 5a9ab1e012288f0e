using Billing.Api.Accounts;
using Billing.Api.AdHoc;
using Billing.Api.Contracts;
using Billing.Api.Credits;
using Billing.Api.Enums;
using Billing.Api.Errors;
using Billing.Api.Events;
using Billing.Api.Invoices;
using Billing.Api.Mail;
using Billing.Api.Members;
using Billing.Api.Paging;
using Billing.Api.Payments;
using Billing.Api.Plans;
using Billing.Api.Scalars;
using Billing.Api.Seasons;
using Billing.Api.Seats;
using Billing.Api.Security;
using Billing.Api.Storage;
using Billing.Api.Timeline;
using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Domain.Catalog;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seats;
using GraphQL;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Organizations;

/// <summary>An organization, each field with the right that it asks for.</summary>
public sealed class OrganizationType : ObjectGraphType<OrganizationView>, INodeType
{
    private readonly CursorCodec cursors;

    public OrganizationType(CursorCodec cursors)
    {
        this.cursors = cursors;
        Name = NodeName;
        Description = "A customer's organization: the unit that is billed.";
        this.IsOrganizationScope();
        this.FieldsRequire(Right.Member);
        Identity();
        Money();
        People();
        Seasons();
        Previews();
        History();
    }

    public static string NodeName => "Organization";

    private void Identity()
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("org_…").Resolve(context => context.Source.Id.Value);
        Field<NonNullGraphType<StringGraphType>>("name").Description("1 to 200 characters.").Resolve(context => context.Source.State.Name);
        Field<NonNullGraphType<AccountType>>("account").Description("The account that it belongs to.")
            .ResolveAsync(async context => await AccountView.GetAsync(context, context.Source.State.AccountId.Value));
        Field<NonNullGraphType<OrganizationKindType>>("kind").Description("Production or sandbox.").Resolve(context => context.Source.State.Kind);
        Field<NonNullGraphType<DateTimeScalar>>("now").Description("This organization's current instant: real time, or its account's test clock.").Resolve(context => context.Source.Now);
        Field<NonNullGraphType<AccountStatusType>>("status").Description("Whether it has access, and until when.").Resolve(context => context.Source);
        Field<NonNullGraphType<DateTimeScalar>>("createdAt").Description("When it was made.").Resolve(context => context.Source.State.CreatedAt);
        Field<NonNullGraphType<StringGraphType>>("timeZone").Description("IANA zone in which mails and invoices show times beside UTC; UTC when never set. No rule depends on it.")
            .Resolve(context => context.Source.State.TimeZone);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PermissionType>>>>("viewerPermissions").Description("What the caller may do here, so that a page knows which buttons to show.")
            .Resolve(context => PermissionsOf(context.Source, Caller.Of(context)));
        Field<NonNullGraphType<BooleanGraphType>>("viewerIsOwner").Description("Whether the caller is the owner.")
            .Resolve(context => context.Source.MemberOf(Caller.Of(context))?.IsOwner == true);
    }

    private void Money()
    {
        Field<BillingSubscriptionType>("subscription").Description("The contract; null before the first.").Requires(Right.Billing).Resolve(context => context.Source.State.Contract);
        Field<NonNullGraphType<SeatUsageType>>("seats").Description("Seats that were bought, and who has them.").Requires(Right.Billing, Right.UserManagement).Resolve(context => context.Source);
        Field<NonNullGraphType<PaymentDetailsType>>("paymentDetails").Description("How the customer pays.").Requires(Right.Billing).Resolve(context => context.Source.State.Payment);
        Field<NonNullGraphType<MoneyType>>("creditBalance").Description("What the customer has in credit: applied by itself to the next invoices.").Requires(Right.Billing)
            .Resolve(context => context.Source.State.Credit.Balance);
        Page<CreditEntry, CreditEntryType>("creditEntries", "Every movement of the credit balance, newest first; their sum is the balance.", 50).Requires(Right.Billing)
            .Resolve(context => CreditPages.Of(context.Source, Request(context, "credit"), Cursor(context, "credit")));
        Page<InvoiceView, InvoiceType>("invoices", "Newest first.", 20).Requires(Right.Billing)
            .Argument<ListGraphType<NonNullGraphType<InvoiceStatusType>>>("status", "Only those in one of these.")
            .Resolve(context => InvoicePages.Of(
                context.Source, Request(context, "invoices"), Cursor(context, "invoices"), context.GetArgument<List<InvoiceStatus>?>("status")));
        Field<InvoiceType>("invoice").Description("By its number; null where there is none.").Requires(Right.Billing)
            .Argument<NonNullGraphType<StringGraphType>>("number", "0007.")
            .Resolve(context => context.Source.State.FindInvoice(context.GetArgument<string>("number")) is { } invoice ? new InvoiceView(invoice, context.Source) : null);
    }

    private void People()
    {
        Page<MemberView, MemberViewType>("members", "In the order of their invitation; removed ones only where status asks for them.", 50).Requires(Right.UserManagement)
            .Argument<MemberTypeType>("type", "Only those with this kind of seat.")
            .Argument<MemberStatusType>("status", "Only those in this status.")
            .Argument<StringGraphType>("search", "A part of the name or address, any case.")
            .Resolve(context => MemberPages.Of(
                context.Source, Request(context, "members"), Cursor(context, "members"),
                new(context.GetArgument<MemberType?>("type"), context.GetArgument<MemberStatus?>("status"), context.GetArgument<string?>("search"))));
        Field<MemberViewType>("member").Description("By id; null where there is none.").RequiresSelfOr("id", Right.UserManagement)
            .Argument<NonNullGraphType<IdGraphType>>("id", "mem_… or the product's own id.")
            .Resolve(context => context.Source.State.Members.GetValueOrDefault(new(context.GetArgument<string>("id"))) is { } member ? new MemberView(member, context.Source) : null);
        Field<NonNullGraphType<AccessType>>("access").Description("What this member may reach right now; the product's back end asks this before letting anyone in.")
            .RequiresSelfOr("memberId", Right.UserManagement)
            .Argument<NonNullGraphType<IdGraphType>>("memberId", "mem_… or the product's own id.")
            .Resolve(context => context.Source.AccessOf(context.Source.State.Members.GetValueOrDefault(new(context.GetArgument<string>("memberId")))));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MemberTypeType>>>>("availableMemberTypes").Description("The member types that have a free seat, for the Type menu.")
            .Requires(Right.UserManagement)
            .Resolve(context => Enum.GetValues<MemberType>().Where(type => HasFree(context.Source, type)));
    }

    private void Seasons()
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SeasonType>>>>("seasons").Description("In the order of their opening, then by name; those that staff have taken away are never listed.")
            .Requires(Right.UserManagement, Right.Billing)
            .Argument<BooleanGraphType>("includePast", "Those that have ended too.", argument => argument.DefaultValue = false)
            .Resolve(context => SeasonView.All(context.Source).Where(season => context.GetArgument<bool?>("includePast") == true || !season.HasEnded));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SeasonType>>>>("availableSeasons").Description("Seasons with an open slot that have not ended, for the Seasons menu. Full ones are not listed.")
            .Requires(Right.UserManagement, Right.Billing).Resolve(context => SeasonView.All(context.Source).Where(season => season.IsSelectable));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AdHocSeatRequestType>>>>("adHocRequests").Description("Requests for seasonal seats beside the contract, newest first.")
            .Requires(Right.Billing).Resolve(context => AdHocView.All(context.Source));
        Field<NonNullGraphType<StorageReportType>>("storage").Description("Platform usage: what is stored and what may be. For holders of any permission.")
            .Requires(Right.PlatformUsage, Right.Billing, Right.UserManagement).Resolve(StorageView.Of);
    }

    private void Previews()
    {
        Field<PurchasePreviewType>("upcomingInvoice").Description("What the next renewal would charge if nothing changed until then; null where none will come.").Requires(Right.Billing)
            .ResolveAsync(context => PurchasePreviewType.AskAsync(context, new(PreviewKind.Upcoming, null, SeatType.FullTime, null)));
        Field<NonNullGraphType<PurchasePreviewType>>("seatPurchasePreview").Description("Price without buying. The token binds purchaseSeats to exactly these figures.").Requires(Right.Billing)
            .Argument<NonNullGraphType<IntGraphType>>("additionalSeats", "1 to 100,000.")
            .Argument<PurchasableSeatType>("type", "What kind of seat.", argument => argument.DefaultValue = SeatType.FullTime)
            .ResolveAsync(context => PurchasePreviewType.AskAsync(
                context, new(PreviewKind.Seats, context.GetArgument<int>("additionalSeats"), context.GetArgument<SeatType>("type"), null)));
        Field<NonNullGraphType<PurchasePreviewType>>("planChangePreview").Description("The price of a higher plan for the rest of the period.").Requires(Right.Billing)
            .Argument<NonNullGraphType<PlanCodeType>>("plan", "Higher than the present one.")
            .ResolveAsync(context => PurchasePreviewType.AskAsync(context, new(PreviewKind.PlanChange, null, SeatType.FullTime, context.GetArgument<PlanCode>("plan"))));
        Field<NonNullGraphType<PurchasePreviewType>>("reductionPreview").Description("What a scheduled reduction would make of the renewal; its token buys nothing.").Requires(Right.Billing)
            .Argument<PlanCodeType>("plan", "The present one when left out.")
            .Argument<IntGraphType>("fullTimeSeats", "How many remain; all when left out.")
            .ResolveAsync(context => PurchasePreviewType.AskAsync(
                context, new(PreviewKind.Reduction, context.GetArgument<int?>("fullTimeSeats"), SeatType.FullTime, context.GetArgument<PlanCode?>("plan"))));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TimelineEntryType>>>>("timeline")
            .Description("What will happen by itself until then: renewals, season openings and closings, reminders, grace expiry, storage invoices, invoices and requests falling due.").Requires(Right.Billing)
            .Argument<NonNullGraphType<DateTimeScalar>>("until", "Included.")
            .ResolveAsync(async context => await TimelineAsync(context));
    }

    private void History()
    {
        Page<PublishedEventView, OrganizationEventType>("events", "Everything that happened, gapless, oldest first. The cursor of the last one resumes a subscription.", 50)
            .Requires(Right.Billing)
            .ResolveAsync(async context => await EventPages.OfAsync(context, Request(context, EventPages.List), Cursor(context, EventPages.List)));
        Page<MailRow, MailType>("mail", "Mail sent or waiting, newest first. USER_MANAGEMENT sees what went to members, BILLING everything else.", 50)
            .Requires(Right.Billing, Right.UserManagement).ResolveAsync(async context => await MailPages.OfAsync(context, Request(context, "mail"), Cursor(context, "mail")));
    }

    private FieldBuilderOf<TNode> Page<TNode, TNodeType>(string name, string description, int first)
        where TNodeType : INodeType => new(Field<NonNullGraphType<ConnectionGraphType<TNode, TNodeType>>>(name).Description(description)
            .Argument<IntGraphType>("first", "1 to 100.", argument => argument.DefaultValue = first)
            .Argument<StringGraphType>("after", "A cursor of this list."));

    private PageRequest Request(IResolveFieldContext<OrganizationView> context, string list) => PageRequest.Of(context, cursors, $"{context.Source.Id}/{list}");

    /// <summary>Used when a page's entries are read: the context is another field's by then.</summary>
    private Func<string, string> Cursor(IResolveFieldContext<OrganizationView> context, string list)
    {
        var owned = $"{context.Source.Id}/{list}";
        return key => cursors.Encode(owned, key);
    }

    private static async Task<object?> TimelineAsync(IResolveFieldContext<OrganizationView> context)
    {
        var answer = await OrganizationDirectory.Of(context).Grain(context.Source.Id.Value).TimelineAsync(context.GetArgument<Instant>("until"));
        return answer.Refusal is { } refusal ? throw new RuleRefusedException(refusal) : answer.Items;
    }

    private static bool HasFree(OrganizationView organization, MemberType type) => type == MemberType.Seasonal
        ? SeasonView.All(organization).Any(season => season.IsSelectable)
        : SeatCount.Of(organization, type).Available > 0;

    private static IEnumerable<Permission> PermissionsOf(OrganizationView organization, Caller caller) => caller.Role switch
    {
        Role.Staff => Enum.GetValues<Permission>(),
        Role.User when organization.MemberOf(caller) is { } member => Enum.GetValues<Permission>().Where(member.Holds),
        _ => [],
    };

    /// <summary>A page's field still in the making.</summary>
    private sealed class FieldBuilderOf<TNode>(GraphQL.Builders.FieldBuilder<OrganizationView, object> field)
    {
        public FieldBuilderOf<TNode> Requires(params Right[] anyOf)
        {
            field.Requires(anyOf);
            return this;
        }

        public FieldBuilderOf<TNode> Argument<TArgument>(string name, string description)
            where TArgument : IGraphType
        {
            field.Argument<TArgument>(name, description);
            return this;
        }

        public void Resolve(Func<IResolveFieldContext<OrganizationView>, Connection<TNode>> page) => field.Resolve(page);

        public void ResolveAsync(Func<IResolveFieldContext<OrganizationView>, Task<Connection<TNode>>> page) =>
            field.ResolveAsync(async context => await page(context));
    }
}
