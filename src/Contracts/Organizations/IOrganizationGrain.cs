using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using NodaTime;
using Orleans.Concurrency;

namespace Billing.Contracts.Organizations;

/// <summary>One organization. Reads interleave and see committed state only; what changes it waits its turn (D1).</summary>
[Alias("Billing.IOrganizationGrain")]
public interface IOrganizationGrain : IGrainWithStringKey
{
    /// <summary>Null where there is no such organization.</summary>
    [AlwaysInterleave, Alias("Read")]
    Task<Immutable<OrganizationReading>?> ReadAsync();

    /// <summary>Made by its account only; repeating it changes nothing.</summary>
    [Alias("Create")]
    Task CreateAsync(OrganizationOrder order);

    /// <summary>Catches up, decides, appends, works off the payment, answers. The same key gives the same answer (D4).</summary>
    [Alias("Execute")]
    Task<CommandAnswer> ExecuteAsync(CommandEnvelope envelope);

    /// <summary>Prices without buying.</summary>
    [AlwaysInterleave, Alias("Preview")]
    Task<PreviewAnswer> PreviewAsync(PreviewOrder order);

    /// <summary>What will happen by itself until then, that instant included (A58).</summary>
    [AlwaysInterleave, Alias("Timeline")]
    Task<TimelineAnswer> TimelineAsync(Instant until);

    /// <summary>One bounded turn of an advancing test clock (D8): repeat until it is done.</summary>
    [Alias("Advance")]
    Task<AdvanceAnswer> AdvanceAsync(Instant to);

    /// <summary>Its share of the account's storage default, told by the account only; repeating it changes nothing (A19).</summary>
    [Alias("ShareStorage")]
    Task ShareStorageAsync(StorageShare share);

    /// <summary>Something may be due: the sweep, a reminder, a webhook (which is no more than this hint).</summary>
    [Alias("Wake")]
    Task WakeAsync(string? paymentIntentId);

    /// <summary>The payment provider may be there again: asks about what nobody knows now, whenever the next look-up would be.</summary>
    /// <returns>Whether all of it is known.</returns>
    [Alias("AskAgain")]
    Task<bool> AskAgainAsync();
}

/// <summary>What an account orders when it makes an organization.</summary>
[GenerateSerializer, Immutable, Alias("Billing.OrganizationOrder")]
public sealed record OrganizationOrder(
    OrganizationId Id, AccountId Account, string Name, OrganizationKind Kind, string TimeZone, Instant? TestClock,
    MemberId OwnerId, string OwnerName, string OwnerEmail, Instant At, string Actor);

/// <summary>An organization as it is committed, with its status as of now (P12).</summary>
/// <param name="State">The committed state.</param>
/// <param name="Status">Access and deadline at <paramref name="Now"/>, whether or not any wake-up has run.</param>
[GenerateSerializer, Immutable, Alias("Billing.OrganizationReading")]
public sealed record OrganizationReading(OrganizationState State, AccountStatus Status, Instant Now);

/// <param name="PreviewToken">As the caller sent it, for orders that need one.</param>
[GenerateSerializer, Immutable, Alias("Billing.CommandEnvelope")]
public sealed record CommandEnvelope(OrganizationCommand Command, Actor Actor, KeyClaim? Key, string? PreviewToken);

/// <param name="InvoiceNumber">The invoice that the answer is about, where there is one.</param>
/// <param name="CardSetup">For startCardSetup.</param>
[GenerateSerializer, Immutable, Alias("Billing.CommandAnswer")]
public sealed record CommandAnswer(RuleError? Error, int? InvoiceNumber, MemberId? MemberId, OrganizationReading Reading, CardSetup? CardSetup)
{
    /// <summary>The season that was set; the one that came of a request is the request's, in the reading.</summary>
    [Id(5)]
    public SeasonId? SeasonId { get; init; }

    [Id(6)]
    public AdHocRequestId? AdHocRequestId { get; init; }
}

[GenerateSerializer, Immutable, Alias("Billing.CardSetup")]
public sealed record CardSetup(string ClientSecret, string PublishableKey);

public enum PreviewKind
{
    Seats,
    PlanChange,
    Reduction,

    /// <summary>The next renewal as it stands.</summary>
    Upcoming,
}

/// <param name="Seats">Additional seats, or the number after a reduction.</param>
[GenerateSerializer, Immutable, Alias("Billing.PreviewOrder")]
public sealed record PreviewOrder(PreviewKind Kind, int? Seats, SeatType SeatType, PlanCode? Plan);

/// <summary>A preview with its signed token; or a refusal; or neither, where no renewal will come.</summary>
[GenerateSerializer, Immutable, Alias("Billing.PreviewAnswer")]
public sealed record PreviewAnswer(Preview? Preview, string? Token, RuleError? Refusal);

[GenerateSerializer, Immutable, Alias("Billing.TimelineAnswer")]
public sealed record TimelineAnswer(IReadOnlyList<TimelineItem> Items, RuleError? Refusal);

/// <param name="Done">Everything due until then has happened.</param>
/// <param name="Error">PAYMENT_PENDING: the outcome of a payment is not known, so the clock stops there; repeating goes on (A61).</param>
[GenerateSerializer, Immutable, Alias("Billing.AdvanceAnswer")]
public sealed record AdvanceAnswer(bool Done, RuleError? Error, IReadOnlyList<PublishedEventView> Events);
