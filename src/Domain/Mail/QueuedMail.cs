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
}

/// <summary>A mail that waits to be sent. Its key is (organization, template, <paramref name="About"/>); it goes out once.</summary>
/// <param name="Number">Counts up within the organization.</param>
/// <param name="About">What it is about: an invoice's number, a member's id, a date.</param>
/// <param name="Failures">How often sending has failed.</param>
/// <param name="NextTryAt">In real time, after a failure.</param>
public sealed record QueuedMail(
    MailId Id, long Number, MailTemplate Template, string About, ImmutableArray<string> To, MailFacts Facts, Instant QueuedAt,
    int Failures = 0, Instant? NextTryAt = null);
