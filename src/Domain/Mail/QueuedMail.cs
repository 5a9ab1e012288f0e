using System.Collections.Immutable;
using NodaTime;

namespace Billing.Domain.Mail;

/// <summary>The M-rules' templates; the API shows them by their names in capitals.</summary>
public enum MailTemplate
{
    PaymentMethodReminder,
    PaymentDeclined,
    PaymentActionRequired,
    AccessLost,
    AccessRestored,
    InvoicePaid,
    InvoiceIssued,
    InvoiceOverdue,
    SubscriptionCanceled,
    MemberInvitation,
    SeatsPurchased,
    PlanChanged,
    SeasonInvitation,
    SeasonOpenedFirst,
    SeasonOpened,
    SeasonClosed,
    StorageOverLimit,
    AdHocRequested,
    AdHocResolved,
}

/// <summary>What a mail says, as data; its words are the template's. Only what the template needs is set.</summary>
public sealed record MailFacts
{
    /// <summary>The moment that the mail is about: the end of the period, of the access…</summary>
    public Instant? At { get; init; }

    public Instant? Deadline { get; init; }

    public Money? Amount { get; init; }

    public string? CardBrand { get; init; }

    public string? CardLast4 { get; init; }

    public Organizations.StatusReason? Reason { get; init; }

    public int? InvoiceNumber { get; init; }

    /// <summary>Before and after: seats or plans, in words.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }

    public string? MemberName { get; init; }

    /// <summary>Seasons that the mail names.</summary>
    public ImmutableArray<SeasonFacts>? Seasons { get; init; }

    public AdHocFacts? AdHoc { get; init; }

    public StorageFacts? Storage { get; init; }
}

/// <summary>A season as it was when the mail was queued.</summary>
/// <param name="ClosesOn">The last day of access.</param>
public sealed record SeasonFacts(string Name, LocalDate OpensOn, LocalDate ClosesOn);

/// <summary>A request for ad hoc seats, and its answer.</summary>
/// <param name="EndsOn">The last day of access.</param>
/// <param name="Accepted">Null: not answered yet.</param>
/// <param name="SeasonName">The season that came of it.</param>
public sealed record AdHocFacts(int Seats, LocalDate StartsOn, LocalDate EndsOn, int Increments, Instant DueBy, bool? Accepted, string? SeasonName);

/// <summary>A pool that holds more than it is allocated.</summary>
/// <param name="MonthCost">Before tax, what the month would cost if it ended now; null where an excess is not invoiced.</param>
/// <param name="Restricted">New data is refused meanwhile.</param>
public sealed record StorageFacts(Storage.StoragePool Pool, long UsedBytes, long AllocatedBytes, Money? MonthCost, bool Restricted);

/// <summary>A mail that waits to be sent. Its key is (organization, template, <paramref name="About"/>); it goes out once.</summary>
/// <param name="Number">Counts up within the organization.</param>
/// <param name="About">What it is about: an invoice's number, a member's id, a date.</param>
/// <param name="Failures">How often sending has failed.</param>
/// <param name="NextTryAt">In real time, after a failure.</param>
public sealed record QueuedMail(
    MailId Id, long Number, MailTemplate Template, string About, ImmutableArray<string> To, MailFacts Facts, Instant QueuedAt,
    int Failures = 0, Instant? NextTryAt = null);
