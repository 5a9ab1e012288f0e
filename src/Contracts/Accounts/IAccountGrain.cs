using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;
using Orleans.Concurrency;

namespace Billing.Contracts.Accounts;

/// <summary>A customer's account: its organizations, and its clock where it is a test account. Calls go from account to organization only.</summary>
[Alias("Billing.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Null where there is no such account.</summary>
    [AlwaysInterleave, Alias("Read")]
    Task<AccountReading?> ReadAsync();

    /// <summary>Repeating it with the same input changes nothing; with other input it is IDEMPOTENCY_KEY_REUSED.</summary>
    [Alias("Create")]
    Task<AccountAnswer> CreateAsync(string name, Instant? testClock, string actor);

    [Alias("CreateOrganization")]
    Task<OrganizationAnswer> CreateOrganizationAsync(NewOrganization order, Actor actor, KeyClaim? key);

    /// <summary>One bounded turn: everything due until then happens in order, in each organization. Repeat until done.</summary>
    [Alias("Advance")]
    Task<AdvanceAccountAnswer> AdvanceAsync(Instant to, string actor);
}

[GenerateSerializer, Immutable, Alias("Billing.AccountReading")]
public sealed record AccountReading(AccountId Id, string Name, Instant? TestClock, IReadOnlyList<OrganizationId> Organizations, Instant CreatedAt);

[GenerateSerializer, Immutable, Alias("Billing.AccountAnswer")]
public sealed record AccountAnswer(RuleError? Error, AccountReading? Account);

[GenerateSerializer, Immutable, Alias("Billing.NewOrganization")]
public sealed record NewOrganization(
    string Name, OrganizationKind Kind, string? TimeZone, MemberId? OwnerId, string OwnerName, string OwnerEmail);

[GenerateSerializer, Immutable, Alias("Billing.OrganizationAnswer")]
public sealed record OrganizationAnswer(RuleError? Error, OrganizationId? Organization);

/// <param name="Events">What happened in this turn, in order of time.</param>
[GenerateSerializer, Immutable, Alias("Billing.AdvanceAccountAnswer")]
public sealed record AdvanceAccountAnswer(bool Done, RuleError? Error, IReadOnlyList<PublishedEventView> Events, AccountReading? Account);
