using System.Collections.Immutable;
using Billing.Domain.Contracts;
using Billing.Domain.Pricing;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>The outcome of a decision: facts, perhaps none, or a refusal with none.</summary>
/// <param name="InvoiceNumber">The invoice that the answer shows.</param>
public sealed record Decision(
    ImmutableArray<RecordedEvent> Events, RuleError? Refusal = null, int? InvoiceNumber = null, MemberId? MemberId = null, SeasonId? SeasonId = null,
    AdHocRequestId? AdHocRequestId = null)
{
    public static Decision Nothing { get; } = new([]);

    public static Decision Refused(RuleError error) => new([], error);
}

/// <summary>One decision in the making: facts are recorded one by one, and each rule sees the state as the facts before have left it.</summary>
public sealed class Turn
{
    private readonly ImmutableArray<RecordedEvent>.Builder events = ImmutableArray.CreateBuilder<RecordedEvent>();
    private readonly OrganizationState before;

    /// <param name="at">The instant of the facts; never before the last event (D6).</param>
    public Turn(OrganizationState state, DecisionContext context, Instant at)
    {
        State = before = state;
        Context = context;
        At = Instant.Max(at, state.LastEventAt);
        DatedAt = at;
    }

    public OrganizationState State { get; private set; }

    public DecisionContext Context { get; }

    public Instant At { get; }

    /// <summary>The date of what the turn issues: when it was due, however late it is processed (P12).</summary>
    public Instant DatedAt { get; }

    /// <summary>When an attempt made by this turn is really made: on a test clock at its due instant (A2).</summary>
    public Instant AttemptAt => State.TestClock is null ? Instant.Max(At, Context.Now) : At;

    public Contract Contract => State.Contract ?? throw new InvalidOperationException("There is no contract.");

    public int TaxRatePpm => Context.Tax.RatePpm(State.Contract?.TaxRatePpm);

    public Lines Lines => new(TaxRatePpm, Context.Catalog);

    public Lines LinesFor(Contract contract) => new(Context.Tax.RatePpm(contract.TaxRatePpm), Context.Catalog);

    public void Record(OrganizationEvent fact)
    {
        var recorded = new RecordedEvent(
            State.Sequence + 1, fact is PublishedEvent ? State.PublicSequence + 1 : null, At, Context.Actor.Subject, fact);
        events.Add(recorded);
        State = OrganizationFold.Apply(State, recorded);
    }

    public Decision Done(int? invoiceNumber = null, MemberId? memberId = null, SeasonId? seasonId = null, AdHocRequestId? adHocRequestId = null)
    {
        if (!ReferenceEquals(State.Storage, before.Storage) || !ReferenceEquals(State.Contract, before.Contract)) StorageWatch.Look(this);
        return new(events.ToImmutable(), null, invoiceNumber, memberId, seasonId, adHocRequestId);
    }
}
