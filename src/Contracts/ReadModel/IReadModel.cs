using NodaTime;

namespace Billing.Contracts.ReadModel;

/// <summary>Rows for lists, search and the sweep, written in the transaction of their events. Can be rebuilt from the journal.</summary>
public sealed record ReadModelChanges
{
    public static ReadModelChanges None { get; } = new();

    public OrganizationRow? Organization { get; init; }

    public AccountRow? Account { get; init; }

    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    /// <summary>Inserted, or replaced where the id exists.</summary>
    public IReadOnlyList<MailRow> Mail { get; init; } = [];

    public IReadOnlyList<MailOutcome> MailOutcomes { get; init; } = [];

    /// <summary>Inserted, or replaced where the id exists.</summary>
    public IReadOnlyList<AdHocRow> AdHocRequests { get; init; } = [];
}

/// <param name="State">AccountState by its name in the API: PENDING, ACTIVE, PAST_DUE, BILLING_ONLY.</param>
/// <param name="NextDueAt">When the agenda needs a wake-up; null for test accounts and where nothing is due.</param>
/// <param name="NextEffectAt">When mail or a payment look-up needs one, in real time, test accounts included.</param>
public sealed record OrganizationRow(
    string Id, string AccountId, string Name, string State, Instant? RenewsAt, bool HasUnknownPayment,
    Instant CreatedAt, Instant? NextDueAt, Instant? NextEffectAt);

public sealed record AccountRow(string Id, string Name);

public sealed record MemberRow(string OrganizationId, string MemberId, bool Removed);

/// <param name="Number">Counts up within the organization, so that a page of mail has a key that sorts.</param>
public sealed record MailRow(
    string OrganizationId, string Id, long Number, string Template, string Subject, IReadOnlyList<string> To, string Text, string Html,
    Instant QueuedAt, Instant? SentAt, string Status, string? Error, string? InvoiceNumber);

/// <param name="Number">As it is printed: numbers count within their organization.</param>
public readonly record struct InvoiceKey(string OrganizationId, string Number);

/// <param name="Status">QUEUED, SENT or FAILED.</param>
public sealed record MailOutcome(string OrganizationId, string MailId, string Status, Instant? SentAt, string? Error);

/// <param name="Search">A part of the name, any case, or an id.</param>
public sealed record OrganizationFilter(
    IReadOnlyList<string>? States = null, string? Search = null, string? AccountId = null, Instant? RenewsBefore = null, bool? HasUnknownPayment = null);

/// <param name="Templates">Only mail of these: INVOICE_PAID…</param>
public sealed record MailFilter(IReadOnlyList<string>? Templates = null);

/// <summary>Rows in a stable order, with each row's key, the number of all that match, and whether more follow.</summary>
public sealed record Page<T>(IReadOnlyList<PageItem<T>> Items, int TotalCount, bool HasNext);

public sealed record PageItem<T>(long Key, T Row);

/// <summary>What asks for a wake-up now, oldest first: the sweep's work list (D5).</summary>
public sealed record DueOrganization(string OrganizationId, Instant At);

public interface IReadModel
{
    /// <summary>In order of creation, after a key.</summary>
    Task<Page<OrganizationRow>> OrganizationsAsync(OrganizationFilter filter, int first, long? afterKey, CancellationToken cancellationToken);

    Task<Page<AccountRow>> AccountsAsync(string? search, int first, long? afterKey, CancellationToken cancellationToken);

    /// <summary>The organizations in which a member id is a member that has not been removed.</summary>
    Task<IReadOnlyList<string>> OrganizationsOfMemberAsync(string memberId, CancellationToken cancellationToken);

    /// <summary>Newest first, before a key.</summary>
    Task<Page<MailRow>> MailAsync(string organizationId, MailFilter filter, int first, long? beforeKey, CancellationToken cancellationToken);

    /// <summary>The copies of each of these invoices, newest first, the latest <paramref name="most"/> of each; an invoice without any is left out.</summary>
    Task<IReadOnlyDictionary<InvoiceKey, IReadOnlyList<MailRow>>> CopiesAsync(IReadOnlyCollection<InvoiceKey> invoices, int most, CancellationToken cancellationToken);

    /// <summary>Those that wait for an answer before the others, each part by the instant at which it is due.</summary>
    Task<AdHocPage> AdHocRequestsAsync(AdHocFilter filter, int first, AdHocPlace? after, CancellationToken cancellationToken);

    Task<MailRow?> MailByIdAsync(string organizationId, string mailId, CancellationToken cancellationToken);

    /// <summary>Organizations whose NextDueAt or NextEffectAt is not after <paramref name="until"/>.</summary>
    Task<IReadOnlyList<DueOrganization>> DueAsync(Instant until, int limit, CancellationToken cancellationToken);
}
