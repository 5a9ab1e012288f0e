using System.Collections.Immutable;
using Billing.Domain.AdHoc;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>A fact in an organization's history.</summary>
public abstract record OrganizationEvent;

/// <summary>A fact that subscribers see; it has a public sequence number.</summary>
public abstract record PublishedEvent : OrganizationEvent;

/// <summary>An event with its place in the journal.</summary>
/// <param name="At">On the organization's clock; never before the event before it (D6).</param>
/// <param name="Actor">Subject of the caller, or <c>system</c>.</param>
public sealed record RecordedEvent(long Sequence, long? PublicSequence, Instant At, string Actor, OrganizationEvent Event);

// ---- the organization

public sealed record OrganizationCreated(
    OrganizationId Id, AccountId AccountId, string Name, OrganizationKind Kind, string TimeZone, Instant? TestClock, Member Owner) : PublishedEvent;

public sealed record OrganizationUpdated(string Name, string TimeZone) : PublishedEvent;

public sealed record TestClockAdvanced(Instant To) : OrganizationEvent;

public sealed record AccountStatusChanged(AccountState Before, AccountState After, StatusReason? Reason, Instant? Deadline) : PublishedEvent;

public sealed record KeyUsed(string KeyHash, KeyUse Use) : OrganizationEvent;

// ---- contract, seats, plan

public sealed record ContractStarted(Contract Contract) : PublishedEvent;

/// <summary>A trial's end, or a renewal: the period in which the organization is from now on.</summary>
/// <param name="Contract">As it is from here, with everything that was scheduled.</param>
public sealed record PeriodStarted(Contract Contract, BillingPeriod Period) : PublishedEvent;

public sealed record SeatsPurchased(SeatType Type, int Added, int FullTimeSeats, int CollaboratorSeats, BilledInPeriod Billed) : PublishedEvent;

/// <summary>Up by upgradePlan, down by reduceNow; seats alone too.</summary>
public sealed record PlanChanged(PlanCode Before, PlanCode After, int SeatsBefore, int FullTimeSeats, Money SeatPrice, BilledInPeriod Billed) : PublishedEvent;

public sealed record ReductionScheduled(ScheduledChange Change) : PublishedEvent;

public sealed record ReductionCanceled : PublishedEvent;

public sealed record SubscriptionCanceled(Instant EndsAt) : PublishedEvent;

public sealed record SubscriptionResumed : PublishedEvent;

// ---- money

public sealed record CreditMoved(Money Amount, string Reason, int? InvoiceNumber) : PublishedEvent;

public sealed record InvoiceIssued(Invoice Invoice) : PublishedEvent;

/// <param name="ByCard">What the card paid.</param>
/// <param name="WireReference">Where it came by wire.</param>
public sealed record InvoicePaid(int Number, Money ByCard, string? WireReference) : PublishedEvent;

public sealed record InvoiceVoided(int Number, VoidReason Reason) : PublishedEvent;

/// <summary>Its first attempt was refused, or it fell due unpaid: the 72 hours run from <paramref name="FailedAt"/>.</summary>
public sealed record InvoiceFailed(int Number, Instant FailedAt, ImmutableArray<Instant> RetriesAt) : OrganizationEvent;

public sealed record RefundPrepared(int Number, Refund Refund) : OrganizationEvent;

public sealed record InvoiceRefunded(int Number, int RefundNumber, Money Amount) : PublishedEvent;

public sealed record RefundFailed(int Number, int RefundNumber) : OrganizationEvent;

// ---- how the customer pays

public sealed record ProviderCustomerCreated(string CustomerId) : OrganizationEvent;

public sealed record CardChanged(CardView Card) : PublishedEvent;

public sealed record CollectionChanged(Collection Collection) : PublishedEvent;

public sealed record BillingDetailsChanged(PaymentDetails Details) : PublishedEvent;

// ---- the payment protocol: intents before effects (D3)

public sealed record AttemptPrepared(int Number, PaymentAttempt Attempt) : OrganizationEvent;

public sealed record IntentCreated(int Number, int Generation, string IntentId) : OrganizationEvent;

public sealed record AttemptSettled(int Number, int Attempt, AttemptOutcome Outcome, string? DeclineCode, string? ChargeId, string? ClientSecret) : OrganizationEvent;

/// <summary>A call came to nothing known, or a look-up learnt nothing: when to look next, in real time.</summary>
public sealed record LookupScheduled(int Number, Instant UnknownSince, int Lookups, Instant NextLookupAt) : OrganizationEvent;

/// <summary>A look found that the cardholder has still not confirmed, or found nobody to ask: when to look next, in real time.</summary>
public sealed record CardholderAwaited(int Number, int Looks, Instant NextLookAt) : OrganizationEvent;

public sealed record IntentCancelRequested(int Number, PendingCancel Cancel) : OrganizationEvent;

public sealed record IntentCanceled(int Number) : OrganizationEvent;

// ---- members

public sealed record MemberAdded(Member Member) : PublishedEvent;

/// <summary>Anything of his record but his status.</summary>
public sealed record MemberUpdated(Member Member) : PublishedEvent;

/// <param name="Seasons">What stays as history: seasons that had ended (A18).</param>
public sealed record MemberRemoved(MemberId Id, ImmutableArray<SeasonId> Seasons) : PublishedEvent;

/// <summary>He has had the mail of his first open window, with the signup link (R37).</summary>
public sealed record MemberWelcomed(MemberId Id) : OrganizationEvent;

/// <summary>His first sign-in (R40).</summary>
public sealed record MemberActivated(MemberId Id) : PublishedEvent;

public sealed record MemberSignedIn(MemberId Id) : OrganizationEvent;

public sealed record OwnershipTransferred(MemberId From, MemberId To) : PublishedEvent;

// ---- seasons

/// <summary>Made or edited, with what the agenda has reached of it.</summary>
public sealed record SeasonSet(Season Season) : PublishedEvent;

public sealed record SeasonOpened(SeasonId Id) : PublishedEvent;

public sealed record SeasonClosed(SeasonId Id) : PublishedEvent;

/// <summary>Taken away by staff; an open one closes with it (A55).</summary>
public sealed record SeasonRemoved(SeasonId Id) : PublishedEvent;

/// <summary>A portion of the members has been told of an opening or closing; their mails are queued beside this.</summary>
/// <param name="UpTo">The last of them.</param>
/// <param name="Done">Nobody is left to be told.</param>
/// <param name="Welcomed">Those for whom it was the first opening (R37).</param>
public sealed record SeasonTold(SeasonId Id, MemberId? UpTo, bool Done, ImmutableArray<MemberId> Welcomed) : OrganizationEvent;

public sealed record AdHocRequested(AdHocRequest Request) : PublishedEvent;

/// <summary>Its 48 business hours have passed (A13).</summary>
public sealed record AdHocOverdue(AdHocRequestId Id) : PublishedEvent;

/// <summary>Accepted with a price: it waits for its invoice.</summary>
public sealed record AdHocInvoiced(AdHocRequestId Id, int InvoiceNumber) : OrganizationEvent;

/// <param name="Season">Null: declined.</param>
public sealed record AdHocResolved(AdHocRequestId Id, SeasonId? Season) : PublishedEvent;

// ---- storage

/// <summary>What is null, and kinds that are not named, were not measured.</summary>
public sealed record UsageReported(
    ImmutableDictionary<string, long> Objects, long? AttachmentBytes, long? KObjectDataBytes, Instant MeasuredAt, UsageReading? Reading) : OrganizationEvent;

/// <param name="Bytes">Added less removed, each file in whole kilobytes (R54).</param>
public sealed record AttachmentsRecorded(string BatchId, string ContentHash, long Bytes, UsageReading? Reading) : OrganizationEvent;

/// <summary>Gigabytes in all, from now on (R66).</summary>
public sealed record StoragePurchased(int DataGb, int AttachmentGb) : PublishedEvent;

public sealed record StorageEnforcementChanged(StorageEnforcement Enforcement) : PublishedEvent;

public sealed record StorageShareChanged(StorageShare Share) : OrganizationEvent;

/// <summary>A pool has gone over its allocation, or is back within it: then its excess is 0.</summary>
public sealed record StorageLimitCrossed(long OverDataBytes, long OverAttachmentBytes) : PublishedEvent;

public sealed record StorageWarned(StoragePool Pool, LocalDate Month) : OrganizationEvent;

/// <param name="Licenses">Full-time licenses at the month's end (R61).</param>
public sealed record StorageMonthEnded(StorageMonth Month, int Licenses) : PublishedEvent;

// ---- mail

public sealed record ReminderSent(RemindersSent Reminders) : OrganizationEvent;

public sealed record MailQueued(QueuedMail Mail) : OrganizationEvent;

public sealed record MailDelivered(ImmutableArray<MailId> Mails, Instant SentAt) : OrganizationEvent;

/// <param name="NextTryAt">In real time; null: given up.</param>
public sealed record MailDeliveryFailed(MailId Mail, string Error, int Failures, Instant? NextTryAt) : OrganizationEvent;
