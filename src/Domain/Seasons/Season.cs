using NodaTime;

namespace Billing.Domain.Seasons;

public enum SeasonState
{
    Upcoming,
    Open,
    Closed,
}

/// <summary>A window of access for seasonal members, by contract or on request (ad hoc).</summary>
public sealed record Season
{
    public required SeasonId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>From 00:00 UTC of the day on which it opens to 00:00 UTC of the day after the one on which it closes (R24, R25).</summary>
    public required BillingPeriod Window { get; init; }

    public required int Seats { get; init; }

    public bool AdHoc { get; init; }

    /// <summary>How far the agenda has come with it: behind <see cref="StateAt"/> where nobody has woken up yet. No access follows from it.</summary>
    public SeasonState Reached { get; init; } = SeasonState.Upcoming;

    /// <summary>How often it has opened: an edit of its dates can let it open again.</summary>
    public int Openings { get; init; }

    /// <summary>Whom the last opening or closing is still to be told; null where everybody knows.</summary>
    public Telling? Telling { get; init; }

    /// <summary>Set when staff have taken it away: its access ends then (A55).</summary>
    public Instant? RemovedAt { get; init; }

    public Instant OpensAt => Window.StartsAt;

    /// <summary>The first instant without access.</summary>
    public Instant ClosesAt => RemovedAt is { } removed && removed < Window.EndsAt ? removed : Window.EndsAt;

    /// <summary>Half-open: right at the last instant of the closing day and wrong at 00:00 of the next (R25, A33).</summary>
    public bool IsOpenAt(Instant now) => now >= OpensAt && now < ClosesAt;

    public bool HasEndedAt(Instant now) => RemovedAt is not null || now >= ClosesAt;

    public SeasonState StateAt(Instant now) => HasEndedAt(now) ? SeasonState.Closed : now >= OpensAt ? SeasonState.Open : SeasonState.Upcoming;
}

/// <summary>Members are told of an opening or a closing in portions, in the order of their ids.</summary>
/// <param name="Opened">False: closed.</param>
/// <param name="UpTo">The last who has been told; null: nobody yet.</param>
public sealed record Telling(bool Opened, MemberId? UpTo);
