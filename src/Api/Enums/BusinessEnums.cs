using Billing.Api.Security;
using Billing.Domain.AdHoc;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Domain.Storage;

namespace Billing.Api.Enums;

public sealed class RoleType : EnumType<Role>
{
    public RoleType()
        : base("Role", "USER: a member of organizations. STAFF: the vendor's billing team. SERVICE: the product's back ends and integrators.")
    {
        Describe(Role.User, "A member of organizations: what he may do in each is decided there.");
        Describe(Role.Staff, "The vendor's billing team.");
        Describe(Role.Service, "The product's own back ends, and integrators.");
    }
}

public sealed class OrganizationKindType : EnumType<OrganizationKind>
{
    public OrganizationKindType()
        : base("OrganizationKind", "Limits and prices apply to production organizations only.")
    {
        Describe(OrganizationKind.Production, "Counts, pays and is limited.");
        Describe(OrganizationKind.Sandbox, "For trying things: no limits and no prices (R47).");
    }
}

public sealed class AccountStateType : EnumType<AccountState>
{
    public AccountStateType()
        : base("AccountState", "Whether an organization has access.")
    {
        Describe(AccountState.Pending, "Before the first contract starts.");
        Describe(AccountState.Active, "Trial or paid period.");
        Describe(AccountState.PastDue, "A renewal was declined: three days to fix it, with access.");
        Describe(AccountState.BillingOnly, "Nothing but the billing section can be reached. Never deleted; a card brings it back.");
    }
}

public sealed class StatusReasonType : EnumType<StatusReason>
{
    public StatusReasonType()
        : base("StatusReason", "Why an organization is in its state.")
    {
        Describe(StatusReason.NoPaymentMethod, "There is no card to charge.");
        Describe(StatusReason.PaymentDeclined, "The bank declined a renewal.");
        Describe(StatusReason.Canceled, "The subscription was canceled and its paid time is over.");
        Describe(StatusReason.InvoiceOverdue, "A mailed invoice was not paid in time.");
    }
}

public sealed class LicensingType : EnumType<Licensing>
{
    public LicensingType()
        : base("Licensing", "What the storage allocation is counted by.")
    {
        Describe(Licensing.SeatBased, "By full-time seats.");
        Describe(Licensing.ConversationBased, "By committed conversations.");
    }
}

public sealed class BillingIntervalType : EnumType<BillingInterval>
{
    public BillingIntervalType()
        : base("BillingInterval", "How often a contract is invoiced.")
    {
        Describe(BillingInterval.Monthly, "Every month, on the contract's day.");
        Describe(BillingInterval.Annual, "Every year, on the contract's day.");
    }
}

public sealed class PlanCodeType : EnumType<PlanCode>
{
    public PlanCodeType()
        : base("PlanCode", "The plans, lowest first.")
    {
        Describe(PlanCode.Professional, "Sold by the month or the year; the lowest.");
        Describe(PlanCode.Business, "Above Professional.");
        Describe(PlanCode.Enterprise, "Above Business.");
        Describe(PlanCode.Ultimate, "The highest.");
    }
}

public sealed class PurchasableSeatType : EnumType<SeatType>
{
    public PurchasableSeatType()
        : base("PurchasableSeat", "Kinds of seats that can be bought.")
    {
        Describe(SeatType.FullTime, "For members with access all year.");
        Describe(SeatType.Collaborator, "For members with less of the product; cheaper.");
    }
}

public sealed class MemberTypeType : EnumType<MemberType>
{
    public MemberTypeType()
        : base("MemberType", "Which kind of seat a member takes.")
    {
        Describe(MemberType.FullTime, "Takes a full-time seat; access all year.");
        Describe(MemberType.Seasonal, "Takes a slot in seasons; access while one is open.");
        Describe(MemberType.Collaborator, "Takes a collaborator seat, with less of the product.");
    }
}

public sealed class MemberStatusType : EnumType<MemberStatus>
{
    public MemberStatusType()
        : base("MemberStatus", "Whether a member has signed in yet, or was removed.")
    {
        Describe(MemberStatus.Invited, "Has not signed in yet.");
        Describe(MemberStatus.Active, "Has signed in.");
        Describe(MemberStatus.Removed, "Takes no seat and has no access.");
    }
}

public sealed class PermissionType : EnumType<Permission>
{
    public PermissionType()
        : base("Permission", "What a member may do in an organization's administration.")
    {
        Describe(Permission.Billing, "Sees and changes what has to do with money.");
        Describe(Permission.UserManagement, "Adds, changes and removes members, and sets seasons.");
        Describe(Permission.PlatformUsage, "Sees seats and storage in use.");
    }
}

public sealed class CollectionType : EnumType<Collection>
{
    public CollectionType()
        : base("Collection", "How invoices are paid: by card, or by wire.")
    {
        Describe(Collection.ChargeCard, "The card on file is charged when an invoice is made.");
        Describe(Collection.SendInvoice, "Invoices are mailed, to be paid by wire until they are due.");
    }
}

public sealed class InvoiceKindType : EnumType<InvoiceKind>
{
    public InvoiceKindType()
        : base("InvoiceKind", "What an invoice is for.")
    {
        Describe(InvoiceKind.ContractStart, "A contract's first period.");
        Describe(InvoiceKind.Renewal, "A contract's next period.");
        Describe(InvoiceKind.Seats, "Seats added within a period, prorated.");
        Describe(InvoiceKind.PlanChange, "A higher plan within a period, prorated.");
        Describe(InvoiceKind.AdHocSeats, "Seasonal seats that staff granted.");
        Describe(InvoiceKind.Storage, "Storage bought ahead, by the month.");
        Describe(InvoiceKind.StorageOverage, "A month that ended with more stored than allocated.");
        Describe(InvoiceKind.Reactivation, "The period that a card brings back after access was lost.");
        Describe(InvoiceKind.Manual, "Written by staff.");
    }
}

public sealed class InvoiceStatusType : EnumType<InvoiceStatus>
{
    public InvoiceStatusType()
        : base("InvoiceStatus", "Whether an invoice is still to be paid.")
    {
        Describe(InvoiceStatus.Open, "Still to be paid.");
        Describe(InvoiceStatus.Paid, "Paid in full.");
        Describe(InvoiceStatus.Void, "Nothing is owed by it any more.");
    }
}

public sealed class PaymentOutcomeType : EnumType<AttemptOutcome>
{
    public PaymentOutcomeType()
        : base("PaymentOutcome", "What came of an attempt to charge the card.")
    {
        Describe(AttemptOutcome.Pending, "Under way.");
        Describe(AttemptOutcome.Succeeded, "The money was taken.");
        Describe(AttemptOutcome.Declined, "The bank said no.");
        Describe(AttemptOutcome.ActionRequired, "The bank wants the cardholder to confirm (3-D Secure).");
        Describe(AttemptOutcome.Unknown, "Nobody knows yet: it is looked at until somebody does.");
    }
}

public sealed class TimelineKindType : EnumType<TimelineKind>
{
    public TimelineKindType()
        : base("TimelineKind", "What will happen by itself.")
    {
        Describe(TimelineKind.Renewal, "The next period begins and is invoiced.");
        Describe(TimelineKind.SeasonOpens, "Its members get access.");
        Describe(TimelineKind.SeasonCloses, "Its members lose access.");
        Describe(TimelineKind.PaymentReminder, "A mail asks for a card where there is none.");
        Describe(TimelineKind.GraceEnds, "Everything but billing is lost, unless it is paid.");
        Describe(TimelineKind.Cancellation, "The subscription ends as canceled.");
        Describe(TimelineKind.TrialEnds, "The first paid period begins.");
        Describe(TimelineKind.InvoiceDue, "A mailed invoice has to be paid by then.");
        Describe(TimelineKind.StorageInvoice, "Storage of the month is invoiced.");
        Describe(TimelineKind.AdHocDue, "Staff have to answer a request for ad hoc seats by then.");
    }
}

public sealed class ErrorCodeType : EnumType<ErrorCode>
{
    public ErrorCodeType()
        : base("ErrorCode", "Which rule said no. Programs read this; people the message.")
    {
        Describe(ErrorCode.InvalidInput, "A value cannot be right: field says which.");
        Describe(ErrorCode.PaymentMethodRequired, "There is no card: enter one first.");
        Describe(ErrorCode.PaymentDeclined, "The bank declined; nothing was changed. Use another card.");
        Describe(ErrorCode.PaymentActionRequired, "The bank wants the cardholder to confirm: see the invoice's paymentAction.");
        Describe(ErrorCode.PreviewExpired, "The preview is too old: ask for a new one.");
        Describe(ErrorCode.PreviewStale, "What the preview was priced from has changed: ask for a new one.");
        Describe(ErrorCode.IdempotencyKeyReused, "The key was used for something else: use a new one.");
        Describe(ErrorCode.CannotDecrease, "Seats cannot become fewer within a period: they can for the next.");
        Describe(ErrorCode.NotAnUpgrade, "The plan is not above the present one.");
        Describe(ErrorCode.NoSeatAvailable, "Every seat of the kind is taken: buy one, or remove a member.");
        Describe(ErrorCode.SeasonFull, "Every slot of the season is taken.");
        Describe(ErrorCode.SeasonEnded, "The season is over and cannot be changed.");
        Describe(ErrorCode.NoSeasonalContract, "The contract has no seasonal windows.");
        Describe(ErrorCode.MemberExists, "Somebody with this address or id is, or was, a member.");
        Describe(ErrorCode.NoSubscription, "There is no contract.");
        Describe(ErrorCode.AlreadyCanceled, "The subscription is canceled already.");
        Describe(ErrorCode.NotCanceled, "The subscription is not canceled.");
        Describe(ErrorCode.Locked, "The organization has lost access: enter a card to bring it back first.");
        Describe(ErrorCode.NotATestAccount, "Only a test account has a clock that can be moved.");
        Describe(ErrorCode.ClockMovesForward, "A test clock never goes back.");
        Describe(ErrorCode.Conflict, "Something else is in the way: the message says what.");
        Describe(ErrorCode.InvoiceNotOpen, "The invoice is paid or void.");
        Describe(ErrorCode.RefundTooLarge, "More than was paid and is not yet refunded.");
        Describe(ErrorCode.NoAccess, "The member has no access at this instant.");
        Describe(ErrorCode.PaymentPending, "Whether the payment succeeded is not known yet: ask again with the same idempotency key.");
    }
}

public sealed class SeasonStateType : EnumType<SeasonState>
{
    public SeasonStateType()
        : base("SeasonState", "Where an instant lies: before, within or after a season's window.")
    {
        Describe(SeasonState.Upcoming, "Before it opens.");
        Describe(SeasonState.Open, "Its members have access.");
        Describe(SeasonState.Closed, "It is over.");
    }
}

public sealed class AdHocStateType : EnumType<AdHocState>
{
    public AdHocStateType()
        : base("AdHocState", "How far a request for ad hoc seats has come. OVERDUE ones can still be answered.")
    {
        Describe(AdHocState.Requested, "Waits for staff.");
        Describe(AdHocState.Fulfilled, "The seats were granted.");
        Describe(AdHocState.Declined, "Staff said no.");
        Describe(AdHocState.Overdue, "48 business hours have passed without an answer (R31).");
    }
}

public sealed class StorageEnforcementType : EnumType<StorageEnforcement>
{
    public StorageEnforcementType()
        : base("StorageEnforcement", "What happens where more is stored than allocated.")
    {
        Describe(StorageEnforcement.Charge, "The excess at a month's end is invoiced.");
        Describe(StorageEnforcement.RestrictCreation, "The product refuses new data meanwhile; nothing is invoiced for the excess.");
        Describe(StorageEnforcement.None, "Nothing.");
    }
}
