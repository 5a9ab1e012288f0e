using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Payments;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>An order to an organization. Its fields have passed the bounds of the API; what the state says is judged here.</summary>
public abstract record OrganizationCommand;

public sealed record UpdateOrganization(string? Name, string? TimeZone) : OrganizationCommand;

/// <param name="SeatPrice">Minor units for one seat and interval; the plan's list price when null.</param>
public sealed record StartContract(
    PlanCode Plan, BillingInterval Interval, Licensing Licensing, int FullTimeSeats, int CollaboratorSeats, int? CommittedConversations,
    long? SeatPrice, long? CollaboratorSeatPrice, ImmutableArray<PlanPriceTerm> PlanPrices, string Currency, ImmutableArray<AddOnTerm> AddOns,
    int? TermMonths, int? TrialDays, bool UsageBasedLicense, int? TaxRatePpm, Collection Collection) : OrganizationCommand;

public sealed record PlanPriceTerm(PlanCode Plan, long SeatPrice, long? CollaboratorSeatPrice);

public sealed record AddOnTerm(string Code, string Name, int Quantity, long UnitPrice);

/// <param name="Preview">What the token said, its signature checked; null where it is no token of this service.</param>
public sealed record PurchaseSeats(int AdditionalSeats, SeatType Type, PreviewClaim? Preview) : OrganizationCommand;

public sealed record UpgradePlan(PlanCode Plan, PreviewClaim? Preview) : OrganizationCommand;

public sealed record ScheduleReduction(PlanCode? Plan, int? FullTimeSeats) : OrganizationCommand;

public sealed record CancelScheduledReduction : OrganizationCommand;

public sealed record ReduceNow(PlanCode? Plan, int? FullTimeSeats, long? SeatPrice) : OrganizationCommand;

public sealed record CancelSubscription : OrganizationCommand;

public sealed record ResumeSubscription : OrganizationCommand;

public sealed record GrantCredit(long Amount, string Reason) : OrganizationCommand;

public sealed record CreateInvoice(ImmutableArray<ManualLine> Lines) : OrganizationCommand;

public sealed record ManualLine(string Description, int Quantity, long UnitPrice);

public sealed record VoidInvoice(string InvoiceNumber) : OrganizationCommand;

public sealed record RefundInvoice(string InvoiceNumber, long Amount, string Reason) : OrganizationCommand;

public sealed record RecordWirePayment(string InvoiceNumber, long Amount, string Reference) : OrganizationCommand;

public sealed record SetCollection(Collection Collection) : OrganizationCommand;

public sealed record StartCardSetup : OrganizationCommand;

public sealed record UpdateCard(string PaymentMethodId) : OrganizationCommand;

public sealed record PayInvoice(string InvoiceNumber) : OrganizationCommand;

public sealed record ConfirmPayment(string InvoiceNumber) : OrganizationCommand;

public sealed record CancelPurchase(string InvoiceNumber) : OrganizationCommand;

public sealed record ResendInvoice(string InvoiceNumber) : OrganizationCommand;

/// <summary>What is null stays as it is; an empty list empties.</summary>
public sealed record UpdateBillingDetails(
    string? CompanyName, ImmutableArray<TaxId>? TaxIds, string? PurchaseOrder, Address? BillingAddress, string? PrimaryInvoiceEmail,
    ImmutableArray<string>? AdditionalInvoiceEmails) : OrganizationCommand;

public sealed record AddMember(
    MemberId? MemberId, string Name, string Email, MemberType Type, ImmutableArray<Permission> Permissions, string? PermissionSet) : OrganizationCommand
{
    public ImmutableArray<SeasonId> SeasonIds { get; init; } = [];
}

/// <summary>What is null stays as it is; an empty list empties. Seasons that have ended stay as history, named or not.</summary>
public sealed record UpdateMember(
    MemberId MemberId, string? Name, string? Email, MemberType? Type, ImmutableArray<SeasonId>? SeasonIds, ImmutableArray<Permission>? Permissions,
    string? PermissionSet) : OrganizationCommand;

public sealed record RemoveMember(MemberId MemberId) : OrganizationCommand;

public sealed record ResendInvitation(MemberId MemberId) : OrganizationCommand;

public sealed record TransferOwnership(MemberId MemberId) : OrganizationCommand;

public sealed record RecordSignIn(MemberId MemberId) : OrganizationCommand;

/// <param name="SeasonId">Null: a new one.</param>
/// <param name="ClosesOn">The last day of access.</param>
public sealed record SetSeason(SeasonId? SeasonId, string Name, LocalDate OpensOn, LocalDate ClosesOn, int Seats) : OrganizationCommand;

public sealed record RemoveSeason(SeasonId SeasonId) : OrganizationCommand;

/// <param name="Increments">How many times three months.</param>
public sealed record RequestAdHocSeats(int Seats, LocalDate StartsOn, int Increments) : OrganizationCommand;

/// <param name="SeatPrice">Minor units for one seat and increment; nothing is invoiced where it is null.</param>
public sealed record ResolveAdHocSeats(AdHocRequestId RequestId, bool Accept, long? SeatPrice) : OrganizationCommand;

/// <summary>More gigabytes; those that were purchased before stay.</summary>
public sealed record AddStorage(int DataGb, int AttachmentGb) : OrganizationCommand;

public sealed record SetStorageEnforcement(StorageEnforcement Enforcement) : OrganizationCommand;

/// <param name="Objects">Totals by kind; kinds left out are unchanged (A54).</param>
/// <param name="MeasuredAt">Now where it is null.</param>
public sealed record ReportUsage(
    ImmutableDictionary<string, long> Objects, long? AttachmentBytes, long? KObjectDataBytes, Instant? MeasuredAt) : OrganizationCommand;

/// <param name="Added">Sizes of files in bytes.</param>
public sealed record RecordAttachments(string BatchId, ImmutableArray<long> Added, ImmutableArray<long> Removed) : OrganizationCommand;

/// <summary>What a preview token binds a purchase to (A26, P15).</summary>
/// <param name="What">The purchase in one word and its arguments: <c>seats:FullTime:5</c>, <c>plan:Ultimate</c>.</param>
/// <param name="Basis">Hash of everything that it was priced from.</param>
/// <param name="ExpiresAt">On the organization's clock.</param>
public sealed record PreviewClaim(OrganizationId Organization, string What, string Basis, Instant ExpiresAt);
