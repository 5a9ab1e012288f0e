using System.Collections.Frozen;
using Billing.Domain.Organizations;

namespace Billing.Contracts.Serialization;

/// <summary>The stable names of events in the journal and on the wire. A name outlives every rename of its class; a changed shape gets the
/// next version and a reader of the old one (D10).</summary>
public static class EventKinds
{
    private static readonly FrozenDictionary<Type, (string Kind, int Version)> ByType = new Dictionary<Type, (string, int)>
    {
        [typeof(OrganizationCreated)] = ("organization-created", 1),
        [typeof(OrganizationUpdated)] = ("organization-updated", 1),
        [typeof(TestClockAdvanced)] = ("test-clock-advanced", 1),
        [typeof(AccountStatusChanged)] = ("status-changed", 1),
        [typeof(KeyUsed)] = ("key-used", 1),
        [typeof(ContractStarted)] = ("contract-started", 1),
        [typeof(PeriodStarted)] = ("period-started", 1),
        [typeof(SeatsPurchased)] = ("seats-purchased", 1),
        [typeof(PlanChanged)] = ("plan-changed", 1),
        [typeof(ReductionScheduled)] = ("reduction-scheduled", 1),
        [typeof(ReductionCanceled)] = ("reduction-canceled", 1),
        [typeof(SubscriptionCanceled)] = ("subscription-canceled", 1),
        [typeof(SubscriptionResumed)] = ("subscription-resumed", 1),
        [typeof(CreditMoved)] = ("credit-moved", 1),
        [typeof(InvoiceIssued)] = ("invoice-issued", 1),
        [typeof(InvoicePaid)] = ("invoice-paid", 1),
        [typeof(InvoiceVoided)] = ("invoice-voided", 1),
        [typeof(InvoiceFailed)] = ("invoice-failed", 1),
        [typeof(RefundPrepared)] = ("refund-prepared", 1),
        [typeof(InvoiceRefunded)] = ("invoice-refunded", 1),
        [typeof(RefundFailed)] = ("refund-failed", 1),
        [typeof(ProviderCustomerCreated)] = ("provider-customer-created", 1),
        [typeof(CardChanged)] = ("card-changed", 1),
        [typeof(CollectionChanged)] = ("collection-changed", 1),
        [typeof(BillingDetailsChanged)] = ("billing-details-changed", 1),
        [typeof(AttemptPrepared)] = ("attempt-prepared", 1),
        [typeof(IntentCreated)] = ("intent-created", 1),
        [typeof(AttemptSettled)] = ("attempt-settled", 1),
        [typeof(LookupScheduled)] = ("lookup-scheduled", 1),
        [typeof(CardholderAwaited)] = ("cardholder-awaited", 1),
        [typeof(IntentCancelRequested)] = ("intent-cancel-requested", 1),
        [typeof(IntentCanceled)] = ("intent-canceled", 1),
        [typeof(MemberAdded)] = ("member-added", 1),
        [typeof(MemberUpdated)] = ("member-updated", 1),
        [typeof(MemberRemoved)] = ("member-removed", 1),
        [typeof(MemberWelcomed)] = ("member-welcomed", 1),
        [typeof(MemberActivated)] = ("member-activated", 1),
        [typeof(MemberSignedIn)] = ("member-signed-in", 1),
        [typeof(OwnershipTransferred)] = ("ownership-transferred", 1),
        [typeof(SeasonSet)] = ("season-set", 1),
        [typeof(SeasonOpened)] = ("season-opened", 1),
        [typeof(SeasonClosed)] = ("season-closed", 1),
        [typeof(SeasonRemoved)] = ("season-removed", 1),
        [typeof(SeasonTold)] = ("season-told", 1),
        [typeof(AdHocRequested)] = ("ad-hoc-requested", 1),
        [typeof(AdHocOverdue)] = ("ad-hoc-overdue", 1),
        [typeof(AdHocInvoiced)] = ("ad-hoc-invoiced", 1),
        [typeof(AdHocResolved)] = ("ad-hoc-resolved", 1),
        [typeof(UsageReported)] = ("usage-reported", 1),
        [typeof(AttachmentsRecorded)] = ("attachments-recorded", 1),
        [typeof(StoragePurchased)] = ("storage-purchased", 1),
        [typeof(StorageEnforcementChanged)] = ("storage-enforcement-changed", 1),
        [typeof(StorageShareChanged)] = ("storage-share-changed", 1),
        [typeof(StorageLimitCrossed)] = ("storage-limit-crossed", 1),
        [typeof(StorageWarned)] = ("storage-warned", 1),
        [typeof(StorageMonthEnded)] = ("storage-month-ended", 1),
        [typeof(ReminderSent)] = ("reminder-sent", 1),
        [typeof(MailQueued)] = ("mail-queued", 1),
        [typeof(MailDelivered)] = ("mail-delivered", 1),
        [typeof(MailDeliveryFailed)] = ("mail-delivery-failed", 1),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Type> ByKind = ByType.ToFrozenDictionary(pair => pair.Value.Kind, pair => pair.Key);

    public static IEnumerable<(Type Type, string Kind)> All => ByType.Select(pair => (pair.Key, pair.Value.Kind));

    public static (string Kind, int Version) Of(OrganizationEvent fact) => ByType[fact.GetType()];

    /// <summary>Null where this program does not know the kind, or only older versions of it: the organization is then quarantined.</summary>
    public static Type? Find(string kind, int version) =>
        ByKind.TryGetValue(kind, out var type) && version <= ByType[type].Version ? type : null;
}
