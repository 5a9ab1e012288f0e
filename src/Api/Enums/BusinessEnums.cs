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

public sealed class RoleType() : EnumType<Role>(
    "Role", "USER: a member of organizations. STAFF: the vendor's billing team. SERVICE: the product's back ends and integrators.");

public sealed class OrganizationKindType() : EnumType<OrganizationKind>("OrganizationKind", "Limits and prices apply to production organizations only.");

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

public sealed class StatusReasonType() : EnumType<StatusReason>("StatusReason", "Why an organization is in its state.");

public sealed class LicensingType() : EnumType<Licensing>("Licensing", "What the storage allocation is counted by.");

public sealed class BillingIntervalType() : EnumType<BillingInterval>("BillingInterval", "How often a contract is invoiced.");

public sealed class PlanCodeType() : EnumType<PlanCode>("PlanCode", "The plans, lowest first.");

public sealed class PurchasableSeatType() : EnumType<SeatType>("PurchasableSeat", "Kinds of seats that can be bought.");

public sealed class MemberTypeType() : EnumType<MemberType>("MemberType", "Which kind of seat a member takes.");

public sealed class MemberStatusType() : EnumType<MemberStatus>("MemberStatus", "Whether a member has signed in yet, or was removed.");

public sealed class PermissionType() : EnumType<Permission>("Permission", "What a member may do in an organization's administration.");

public sealed class CollectionType() : EnumType<Collection>("Collection", "How invoices are paid: by card, or by wire.");

public sealed class InvoiceKindType() : EnumType<InvoiceKind>("InvoiceKind", "What an invoice is for.");

public sealed class InvoiceStatusType() : EnumType<InvoiceStatus>("InvoiceStatus", "Whether an invoice is still to be paid.");

public sealed class PaymentOutcomeType() : EnumType<AttemptOutcome>("PaymentOutcome", "What came of an attempt to charge the card.");

public sealed class TimelineKindType() : EnumType<TimelineKind>("TimelineKind", "What will happen by itself.");

public sealed class ErrorCodeType : EnumType<ErrorCode>
{
    public ErrorCodeType()
        : base("ErrorCode", "Which rule said no. Programs read this; people the message.") =>
        Describe(ErrorCode.PaymentPending, "Whether the payment succeeded is not known yet: ask again with the same idempotency key.");
}

public sealed class SeasonStateType() : EnumType<SeasonState>("SeasonState", "Where an instant lies: before, within or after a season's window.");

public sealed class AdHocStateType() : EnumType<AdHocState>("AdHocState", "How far a request for ad hoc seats has come. OVERDUE ones can still be answered.");

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
