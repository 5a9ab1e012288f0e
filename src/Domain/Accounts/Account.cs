using System.Collections.Immutable;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Accounts;

/// <summary>An organization that the account has ordered, and whether it has been made: retried until it has.</summary>
public sealed record OrderedOrganization(
    OrganizationId Id, string Name, OrganizationKind Kind, string TimeZone, MemberId OwnerId, string OwnerName, string OwnerEmail, Instant At, string Actor, bool Made);

/// <summary>A key that made an organization.</summary>
public sealed record AccountKeyUse(string InputHash, OrganizationId Organization);

/// <summary>A customer's account: the fold of its events.</summary>
public sealed record Account
{
    public required AccountId Id { get; init; }

    public required string Name { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Set on test accounts only (A57).</summary>
    public Instant? TestClock { get; init; }

    /// <summary>Where an advance under way will end: some organizations may be there already.</summary>
    public Instant? AdvancingTo { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableList<OrderedOrganization> Organizations { get; init; } = [];

    /// <summary>Among how many organizations the storage default is divided, as all of them have been told (A19).</summary>
    public int StorageSharedAmong { get; init; } = 1;

    public ImmutableDictionary<string, AccountKeyUse> Keys { get; init; } = ImmutableDictionary<string, AccountKeyUse>.Empty;

    public required long Sequence { get; init; }

    public required Instant LastEventAt { get; init; }
}

/// <summary>A fact in an account's history.</summary>
public abstract record AccountEvent;

public sealed record AccountCreated(AccountId Id, string Name, Instant? TestClock) : AccountEvent;

public sealed record OrganizationOrdered(OrderedOrganization Organization, string? KeyHash, string? InputHash) : AccountEvent;

public sealed record OrganizationMade(OrganizationId Id) : AccountEvent;

/// <summary>Every production organization knows its share of the storage default (A19).</summary>
public sealed record StorageShared(int Organizations) : AccountEvent;

public sealed record ClockAdvanceStarted(Instant To) : AccountEvent;

public sealed record ClockAdvanced(Instant To) : AccountEvent;

/// <param name="At">In real time: the account's journal has no other.</param>
public sealed record RecordedAccountEvent(long Sequence, Instant At, string Actor, AccountEvent Event);

public static class AccountFold
{
    public static Account Apply(Account? state, RecordedAccountEvent recorded) => Change(state, recorded) with
    {
        Sequence = recorded.Sequence,
        LastEventAt = recorded.At,
    };

    private static Account Change(Account? state, RecordedAccountEvent recorded) => recorded.Event switch
    {
        AccountCreated e => new() { Id = e.Id, Name = e.Name, TestClock = e.TestClock, CreatedAt = e.TestClock ?? recorded.At, Sequence = 0, LastEventAt = recorded.At },
        OrganizationOrdered e => state! with
        {
            Organizations = state.Organizations.Add(e.Organization),
            Keys = e.KeyHash is { } key ? state.Keys.SetItem(key, new(e.InputHash!, e.Organization.Id)) : state.Keys,
        },
        OrganizationMade e => state! with
        {
            Organizations = [.. state.Organizations.Select(organization => organization.Id == e.Id ? organization with { Made = true } : organization)],
        },
        StorageShared e => state! with { StorageSharedAmong = e.Organizations },
        ClockAdvanceStarted e => state! with { AdvancingTo = e.To },
        ClockAdvanced e => state! with { TestClock = e.To, AdvancingTo = null },
        _ => throw new InvalidOperationException($"No rule applies {recorded.Event.GetType().Name}."),
    };
}

/// <summary>What an account refuses.</summary>
public static class AccountRules
{
    /// <summary>The organizations that share the storage default, oldest first: those in production (R47, A19).</summary>
    public static IReadOnlyList<OrganizationId> StorageSharers(Account state) =>
        [.. state.Organizations.Where(organization => organization is { Made: true, Kind: OrganizationKind.Production }).Select(organization => organization.Id)];

    /// <summary>Test accounts only, and never backwards; where it stands already, nothing is to be done.</summary>
    public static RuleError? CheckAdvance(Account state, Instant to)
    {
        if (state.TestClock is not { } clock) return new(ErrorCode.NotATestAccount, "Only a test account has a clock that can be moved.", "accountId");
        var reached = state.AdvancingTo ?? clock;
        return to >= reached ? null : new(ErrorCode.ClockMovesForward, state.AdvancingTo is null
            ? $"The clock stands at {reached}: it only moves forward."
            : $"The clock is on its way to {reached}: it only moves forward, go on to there first.", "to");
    }
}
