using Billing.Domain.Tax;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>Who gives an order.</summary>
/// <param name="Subject">The token's subject: a member's id, or staff's own.</param>
public sealed record Actor(string Subject, bool IsStaff)
{
    public static Actor System { get; } = new("system", true);
}

/// <summary>The idempotency key of an order (D4).</summary>
/// <param name="Hash">Of subject and key.</param>
/// <param name="InputHash">Of the mutation's name and input.</param>
public sealed record KeyClaim(string Hash, string InputHash);

/// <summary>New ids, made outside so that a history replays exactly.</summary>
public interface IIdSource
{
    InvoiceId NewInvoiceId();

    MemberId NewMemberId();

    MailId NewMailId();

    SeasonId NewSeasonId();

    AdHocRequestId NewAdHocRequestId();
}

/// <summary>Settings of the service that rules depend on.</summary>
/// <param name="InvoiceDueDays">SEND_INVOICE: days until due (A39).</param>
public sealed record BillingPolicy(int InvoiceDueDays)
{
    /// <summary>Where requests to staff go (M16).</summary>
    public string StaffEmail { get; init; } = "client-billing@localhost";

    /// <summary>Days that are no business days, beside Saturdays and Sundays (A13).</summary>
    public IReadOnlySet<LocalDate> Holidays { get; init; } = new HashSet<LocalDate>();
}

/// <summary>Everything that a decision may know beside state and command: no clock, no randomness of its own.</summary>
/// <param name="Now">The organization's instant.</param>
/// <param name="RealNow">The world's instant, which differs on test clocks only.</param>
public sealed record DecisionContext(
    Instant Now, Instant RealNow, Actor Actor, Catalog.Catalog Catalog, BillingPolicy Policy, IIdSource Ids, ITaxCalculator Tax)
{
    public KeyClaim? Key { get; init; }
}
