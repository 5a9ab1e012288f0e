using Billing.Contracts;
using Billing.Contracts.Accounts;
using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Accounts;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Billing.Grains.Accounts;

/// <summary>Makes organizations and moves the test clock. What spans both is a pending effect here, retried until the organization has it.</summary>
public sealed class AccountGrain(IJournal journal, IClock clock, ClockGuard guard, ILogger<AccountGrain> log) : Grain, IAccountGrain
{
    /// <summary>After so long a turn of an advancing clock ends, and the gateway asks for the next (D8).</summary>
    private static readonly Duration TurnLength = Duration.FromSeconds(5);

    private AccountBook book = null!;
    private IGrainTimer? retry;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        book = new(journal, clock, new(this.GetPrimaryKeyString()), guard);
        try
        {
            await book.OpenAsync(cancellationToken);
        }
        catch (JournalUnavailableException)
        {
            throw GrainFailures.Unavailable;
        }
        catch (QuarantinedException reason)
        {
            log.Quarantined(this.GetPrimaryKeyString(), reason.Message);
            throw GrainFailures.Quarantined("account");
        }

        if (book.State is { } state && (state.Organizations.Any(organization => !organization.Made) || SharesAreUntold(state))) RetryPending(TimeSpan.Zero);
    }

    public Task<AccountReading?> ReadAsync()
    {
        if (book.State is null) DeactivateOnIdle();
        return Task.FromResult(book.State is { } state ? Reading(state) : null);
    }

    public Task<AccountAnswer> CreateAsync(string name, Instant? testClock, string actor) => TurnAsync(async () =>
    {
        if (book.State is { } existing)
        {
            // The clock may have moved since: it started at the account's first instant.
            var firstClock = existing.TestClock is null ? (Instant?)null : existing.CreatedAt;
            return existing.Name == name && firstClock == testClock
                ? new AccountAnswer(null, Reading(existing))
                : new(new(ErrorCode.IdempotencyKeyReused, "This idempotency key made another account: choose a new one.", "idempotencyKey"), null);
        }

        await book.CommitAsync(new AccountCreated(new(this.GetPrimaryKeyString()), name, testClock), actor);
        return new(null, Reading(book.State!));
    });

    public Task<OrganizationAnswer> CreateOrganizationAsync(NewOrganization order, Actor actor, KeyClaim? key) => TurnAsync(async () =>
    {
        var state = Existing();
        if (key is not null && state.Keys.TryGetValue(key.Hash, out var use))
        {
            if (use.InputHash != key.InputHash)
            {
                return new OrganizationAnswer(new(ErrorCode.IdempotencyKeyReused,
                    "This idempotency key was used for other input: choose a new one.", "idempotencyKey"), null);
            }

            await MakePendingAsync();
            return new(null, use.Organization);
        }

        var ordered = new OrderedOrganization(
            RandomIds.NewOrganizationId(), order.Name, order.Kind, order.TimeZone ?? "UTC", order.OwnerId ?? new RandomIds().NewMemberId(), order.OwnerName,
            order.OwnerEmail, state.TestClock ?? clock.GetCurrentInstant(), actor.Subject, Made: false);
        await book.CommitAsync(new OrganizationOrdered(ordered, key?.Hash, key?.InputHash), actor.Subject);
        await MakePendingAsync();
        return new(null, ordered.Id);
    });

    public Task<AdvanceAccountAnswer> AdvanceAsync(Instant to, string actor) => TurnAsync(async () =>
    {
        var state = Existing();
        if (AccountRules.CheckAdvance(state, to) is { } refusal) return new AdvanceAccountAnswer(true, refusal, [], Reading(state));
        if (state.TestClock == to && state.AdvancingTo is null) return new(true, null, [], Reading(state));
        await MakePendingAsync();
        if (state.AdvancingTo != to) await book.CommitAsync(new ClockAdvanceStarted(to), actor);
        var events = new List<PublishedEventView>();
        var turnEnds = clock.GetCurrentInstant() + TurnLength;
        foreach (var organization in book.State!.Organizations)
        {
            var grain = GrainFactory.GetGrain<IOrganizationGrain>(organization.Id.Value);
            AdvanceAnswer answer;
            do
            {
                if (clock.GetCurrentInstant() >= turnEnds) return new(false, null, events, null);
                answer = await grain.AdvanceAsync(to);
                events.AddRange(answer.Events);
            }
            while (!answer.Done);
            if (answer.Error is not null) return new(true, answer.Error, events, Reading(book.State));
        }

        await book.CommitAsync(new ClockAdvanced(to), actor);
        return new(true, null, events, Reading(book.State));
    });

    /// <summary>Calls each ordered organization until it exists; making one twice changes nothing.</summary>
    private async Task<bool> MakePendingAsync()
    {
        foreach (var organization in book.State!.Organizations.Where(organization => !organization.Made).ToList())
        {
            await GrainFactory.GetGrain<IOrganizationGrain>(organization.Id.Value).CreateAsync(new(
                organization.Id, book.State.Id, organization.Name, organization.Kind, organization.TimeZone, book.State.TestClock,
                organization.OwnerId, organization.OwnerName, organization.OwnerEmail, organization.At, organization.Actor));
            await book.CommitAsync(new OrganizationMade(organization.Id), organization.Actor);
        }

        if (SharesAreUntold(book.State)) await TellSharesAsync();
        return true;
    }

    /// <summary>Each production organization hears among how many the default is divided. Who cannot be reached now is told later: the new organization
    /// is made all the same.</summary>
    private async Task TellSharesAsync()
    {
        var sharers = AccountRules.StorageSharers(book.State!);
        var told = await Task.WhenAll(sharers.Select((organization, rank) => TellShareAsync(organization, new(sharers.Count, rank))));
        if (told.All(heard => heard)) await book.CommitAsync(new StorageShared(sharers.Count), Actor.System.Subject);
        else RetryPending(TimeSpan.FromMinutes(1));
    }

    private async Task<bool> TellShareAsync(OrganizationId organization, StorageShare share)
    {
        try
        {
            await GrainFactory.GetGrain<IOrganizationGrain>(organization.Value).ShareStorageAsync(share);
            return true;
        }
        catch (Exception failure)
        {
            log.LogShareUntold(organization.Value, failure.GetType().Name);
            return false;
        }
    }

    private static bool SharesAreUntold(Account state) => AccountRules.StorageSharers(state).Count is > 1 and var count && count != state.StorageSharedAmong;

    private void RetryPending(TimeSpan due) =>
        retry ??= this.RegisterGrainTimer(_ => TurnAsync(MakePendingAsync), new GrainTimerCreationOptions(due, TimeSpan.FromMinutes(1)));

    private Account Existing() => book.State ?? throw new InvalidOperationException("The account does not exist.");

    private static AccountReading Reading(Account state) => new(
        state.Id, state.Name, state.TestClock, [.. state.Organizations.Where(organization => organization.Made).Select(organization => organization.Id)], state.CreatedAt);

    private async Task<T> TurnAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BookClosedException closed)
        {
            DeactivateOnIdle();
            throw new UnavailableException(closed.Message);
        }
        catch (ProviderUnavailableException unavailable)
        {
            throw new UnavailableException(unavailable.Message);
        }
    }
}

internal static partial class AccountLog
{
    [LoggerMessage(2132, LogLevel.Critical, "Account {Account} is quarantined: {Reason}")]
    public static partial void Quarantined(this ILogger log, string account, string reason);

    [LoggerMessage(2131, LogLevel.Warning, "Organization {Organization} has not heard its share of the storage default ({Failure}); it is told again in a minute")]
    public static partial void LogShareUntold(this ILogger log, string organization, string failure);
}
