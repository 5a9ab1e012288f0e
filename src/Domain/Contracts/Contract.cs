using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Members;
using NodaTime;

namespace Billing.Domain.Contracts;

public enum Licensing
{
    SeatBased,
    ConversationBased,
}

/// <param name="UnitPrice">Per interval (A65).</param>
public sealed record AddOn(string Code, string Name, int Quantity, Money UnitPrice)
{
    public Money Total => UnitPrice * Quantity;
}

/// <summary>The contract price of a seat on another plan, for later changes (A65).</summary>
public sealed record PlanPrice(PlanCode Plan, Money SeatPrice, Money? CollaboratorSeatPrice);

/// <summary>A reduction that takes effect with the next term (R73, R78, A37).</summary>
public sealed record ScheduledChange(PlanCode Plan, int FullTimeSeats, LocalDate EffectiveOn);

/// <summary>What was invoiced before tax for the current period, less the credit given for it: the cap of any further credit (P9).</summary>
public sealed record BilledInPeriod(Money FullTime, Money Collaborators, Money AddOns)
{
    public Money Total => FullTime + Collaborators + AddOns;

    public BilledInPeriod Plus(BilledInPeriod other) => new(FullTime + other.FullTime, Collaborators + other.Collaborators, AddOns + other.AddOns);

    /// <summary>Never below zero.</summary>
    public BilledInPeriod Less(BilledInPeriod other) => new(Less(FullTime, other.FullTime), Less(Collaborators, other.Collaborators), Less(AddOns, other.AddOns));

    private static Money Less(Money billed, Money other) => billed - Money.Min(billed, other);

    public static BilledInPeriod Nothing(Currency currency) => new(Money.Zero(currency), Money.Zero(currency), Money.Zero(currency));
}

/// <summary>The terms that an organization has signed, and where it stands in them.</summary>
public sealed record Contract
{
    public required PlanCode Plan { get; init; }

    public required Licensing Licensing { get; init; }

    public required BillingInterval Interval { get; init; }

    public required int FullTimeSeats { get; init; }

    public required int CollaboratorSeats { get; init; }

    public int? CommittedConversations { get; init; }

    /// <summary>Contract price of one full-time seat for one interval.</summary>
    public required Money SeatPrice { get; init; }

    public required Money CollaboratorSeatPrice { get; init; }

    public required ImmutableArray<PlanPrice> PlanPrices { get; init; }

    public required ImmutableArray<AddOn> AddOns { get; init; }

    public required int TermMonths { get; init; }

    /// <summary>The day on which the first period starts; where a trial runs, the day on which it ends (A66). No change moves it (P14).</summary>
    public required LocalDate Anchor { get; init; }

    /// <summary>0 for the first period; counts up with each renewal.</summary>
    public int PeriodIndex { get; init; }

    /// <summary>Set while a trial runs: its first day.</summary>
    public LocalDate? TrialStartsOn { get; init; }

    /// <summary>The last trial's end, kept for display after it.</summary>
    public LocalDate? TrialEndsOn { get; init; }

    public bool UsageBasedLicense { get; init; }

    /// <summary>Parts per million of the price: 88,750 is 8.875 %. Null: the tax provider decides, or no tax (A65).</summary>
    public int? TaxRatePpm { get; init; }

    public ScheduledChange? Scheduled { get; init; }

    /// <summary>Set when canceled: access ends then (A46).</summary>
    public Instant? CancelsAt { get; init; }

    public required BilledInPeriod Billed { get; init; }

    /// <summary>Seats of a type that members can take; none for seasonal members, who take slots.</summary>
    public int SeatsOf(MemberType type) => type switch { MemberType.FullTime => FullTimeSeats, MemberType.Collaborator => CollaboratorSeats, _ => 0 };

    public Currency Currency => SeatPrice.Currency;

    public bool InTrial => TrialStartsOn is not null;

    public BillingCalendar Calendar => new(Anchor, IntervalMonths, TermMonths);

    public int IntervalMonths => Interval == BillingInterval.Annual ? 12 : 1;

    /// <summary>The trial while it runs, the paid period after.</summary>
    public BillingPeriod CurrentPeriod => TrialStartsOn is { } start ? new(start, Anchor) : Calendar.PeriodAt(PeriodIndex);

    public BillingPeriod Term => InTrial ? Calendar.TermOf(0) : Calendar.TermOf(PeriodIndex);

    /// <summary>When the current period or the trial ends (A43, A66).</summary>
    public Instant RenewsAt => CurrentPeriod.EndsAt;

    /// <summary>The index of the period that a renewal would start.</summary>
    public int NextPeriodIndex => InTrial ? 0 : PeriodIndex + 1;

    /// <summary>When a cancellation takes effect: the trial's end, or the term's (A46).</summary>
    public Instant EndOfCommitment => InTrial ? CurrentPeriod.EndsAt : Term.EndsAt;
}
