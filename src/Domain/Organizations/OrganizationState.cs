using System.Collections.Immutable;
using Billing.Domain.AdHoc;
using Billing.Domain.Contracts;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

public enum OrganizationKind
{
    Production,
    Sandbox,
}

public enum AccountState
{
    /// <summary>Before the first contract starts.</summary>
    Pending,
    Active,

    /// <summary>A renewal is unpaid: 72 hours to mend it, with access.</summary>
    PastDue,

    /// <summary>Nothing but the billing section (A1).</summary>
    BillingOnly,
}

public enum StatusReason
{
    NoPaymentMethod,
    PaymentDeclined,
    Canceled,
    InvoiceOverdue,
}

/// <param name="Deadline">PAST_DUE: when access will be lost.</param>
public sealed record AccountStatus(AccountState State, StatusReason? Reason, Instant Since, Instant? Deadline);

/// <summary>How the customer pays, and what is printed on his invoices.</summary>
public sealed record PaymentDetails
{
    public static PaymentDetails None { get; } = new();

    public Collection Collection { get; init; } = Collection.ChargeCard;

    /// <summary>At the payment provider.</summary>
    public string? CustomerId { get; init; }

    public CardView? Card { get; init; }

    public Address? BillingAddress { get; init; }

    public string? PrimaryInvoiceEmail { get; init; }

    public ImmutableArray<string> AdditionalInvoiceEmails { get; init; } = [];

    public string? CompanyName { get; init; }

    public ImmutableArray<TaxId> TaxIds { get; init; } = [];

    public string? PurchaseOrder { get; init; }
}

/// <summary>An idempotency key that was used (D4).</summary>
/// <param name="InputHash">Of the mutation's name and input.</param>
/// <param name="Forever">Costs money: the key stays with its invoice. Others are forgotten after 30 days.</param>
public sealed record KeyUse(
    string InputHash, int? InvoiceNumber, MemberId? MemberId, Instant At, bool Forever, SeasonId? SeasonId = null, AdHocRequestId? AdHocRequestId = null);

/// <summary>Which reminders of a missing card were sent for a period's end (A3).</summary>
public sealed record RemindersSent(Instant EndsAt, bool SevenDays, bool OneDay);

/// <summary>Everything that is known of one organization: the fold of its events. Immutable.</summary>
public sealed record OrganizationState
{
    public required OrganizationId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Name { get; init; }

    public required OrganizationKind Kind { get; init; }

    /// <summary>IANA.</summary>
    public required string TimeZone { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>The journal's sequence of the last event.</summary>
    public required long Sequence { get; init; }

    /// <summary>The number of the last published event.</summary>
    public required long PublicSequence { get; init; }

    public required Instant LastEventAt { get; init; }

    /// <summary>Its account's test clock as last told; null in real time (A57).</summary>
    public Instant? TestClock { get; init; }

    public required AccountStatus Status { get; init; }

    public Contract? Contract { get; init; }

    public Roster Members { get; init; } = Roster.Empty;

    /// <summary>Ended and removed ones included.</summary>
    public ImmutableDictionary<SeasonId, Season> Seasons { get; init; } = ImmutableDictionary<SeasonId, Season>.Empty;

    /// <summary>Oldest first.</summary>
    public ImmutableList<AdHocRequest> AdHocRequests { get; init; } = [];

    public StorageState Storage { get; init; } = StorageState.Nothing;

    public PaymentDetails Payment { get; init; } = PaymentDetails.None;

    public required CreditLedger Credit { get; init; }

    /// <summary>By number: the first is 1.</summary>
    public ImmutableList<Invoice> Invoices { get; init; } = [];

    /// <summary>Numbers of invoices that are open or have a refund under way, so that the agenda need not look at all.</summary>
    public ImmutableSortedSet<int> Unfinished { get; init; } = [];

    public ImmutableDictionary<string, KeyUse> Keys { get; init; } = ImmutableDictionary<string, KeyUse>.Empty;

    public RemindersSent? Reminders { get; init; }

    /// <summary>Mail that has not gone out yet, oldest first.</summary>
    public ImmutableList<QueuedMail> Outbox { get; init; } = [];

    /// <summary>Mail ever queued: the last one's number.</summary>
    public long MailCount { get; init; }

    public Currency Currency => Credit.Balance.Currency;

    public Member Owner => Members.Owner;

    public IEnumerable<Invoice> OpenInvoices => Unfinished.Select(Invoice).Where(invoice => invoice.IsOpen);

    /// <summary>The purchase or upgrade whose money is not in yet: at most one (A60).</summary>
    public Invoice? UnderWay => OpenInvoices.FirstOrDefault(invoice => invoice.IsUnderWay);

    public bool HasUnknownPayment => OpenInvoices.Any(invoice => invoice.Payment.IsUnknown);

    public int Assigned(MemberType type) => Members.Present(type);

    /// <summary>Slots taken in a season, by members invited or not (A15); those who had one in a season that has ended stay counted (A18).</summary>
    public int Assigned(SeasonId season) => Members.InSeason(season).Count;

    /// <summary>Null where there is none, or staff have taken it away.</summary>
    public Season? Season(SeasonId id) => Seasons.TryGetValue(id, out var season) && season.RemovedAt is null ? season : null;

    /// <summary>Null where there is none.</summary>
    public AdHocRequest? AdHocRequest(AdHocRequestId id) => AdHocRequests.Find(request => request.Id == id);

    public Invoice Invoice(int number) => Invoices[number - 1];

    public Invoice? FindInvoice(string number) =>
        int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
        && value >= 1 && value <= Invoices.Count && Billing.Domain.Invoices.Invoice.NumberOf(value) == number
            ? Invoice(value) : null;
}
