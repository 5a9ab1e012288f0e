using System.Collections.Immutable;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Seasons;

/// <summary>Windows of access: made, edited and taken away by staff (R28, R29), opened and closed by the calendar (R25).</summary>
internal static class SeasonRules
{
    /// <summary>Seasons of an organization that have not ended.</summary>
    public const int Most = 500;

    /// <summary>Makes or edits one. Fewer seats than assigned are refused (A55); new dates move openings, closings and mails, and a window that is open
    /// and moves away closes now, with its mail.</summary>
    public static Decision Set(Turn turn, SetSeason command)
    {
        if (Guards.NeedsContract(turn.State) is { } unsigned) return Decision.Refused(unsigned);
        if (Check(turn, command) is { } refusal) return Decision.Refused(refusal);
        var before = command.SeasonId is { } id ? turn.State.Season(id) : null;
        var after = Edited(turn, before, command);
        if (after != before) turn.Record(new SeasonSet(after));
        Reach(turn, after.Id, turn.At);
        Keys.Use(turn, null, null, forever: false, seasonId: after.Id);
        return turn.Done(seasonId: after.Id);
    }

    /// <summary>Frees its slots; an open one closes now (A55). Taking away what is gone changes nothing.</summary>
    public static Decision Remove(Turn turn, RemoveSeason command)
    {
        if (!turn.State.Seasons.TryGetValue(command.SeasonId, out var season)) return Decision.Refused(Unknown("seasonId", command.SeasonId));
        if (season.RemovedAt is not null) return Decision.Nothing;
        if (season.HasEndedAt(turn.At)) return Decision.Refused(Ended("seasonId", season));
        turn.Record(new SeasonRemoved(season.Id));
        Reach(turn, season.Id, turn.At);
        return turn.Done(seasonId: season.Id);
    }

    /// <summary>Brings a season to where the calendar has it, and tells the next of its members.</summary>
    public static void Reach(Turn turn, SeasonId id, Instant at)
    {
        var season = turn.State.Seasons[id];
        // An opening that some have heard of is told to all of them first, however late it is.
        var halfTold = season.Telling is { Opened: true, UpTo: not null } telling && !TellRules.Waits(turn.State, telling);
        if (!halfTold && season.StateAt(at) is var state && state != season.Reached) turn.Record(state == SeasonState.Open ? new SeasonOpened(id) : new SeasonClosed(id));
        TellRules.Next(turn, id);
    }

    /// <summary>For looking ahead: the same without a mail to anybody.</summary>
    public static OrganizationState Pass(OrganizationState state, DueEntry entry)
    {
        var season = state.Seasons[entry.SeasonId!.Value];
        var reached = entry.Kind == DueKind.SeasonOpens ? SeasonState.Open : SeasonState.Closed;
        return state with { Seasons = state.Seasons.SetItem(season.Id, season with { Reached = reached, Telling = null }) };
    }

    public static OrganizationState Silent(OrganizationState state) => state.Seasons.Values.All(season => season.Telling is null) ? state
        : state with { Seasons = state.Seasons.ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { Telling = null }) };

    public static RuleError Unknown(string field, SeasonId id) => RuleError.Invalid(field, $"There is no season {id} in this organization.");

    public static RuleError Ended(string field, Season season) =>
        new(ErrorCode.SeasonEnded, $"{season.Name} ended at {season.ClosesAt}: it cannot be changed any more, and nobody can be added to it.", field);

    private static RuleError? Check(Turn turn, SetSeason command)
    {
        if (command.ClosesOn < command.OpensOn) return RuleError.Invalid("closesOn", "The window would close before it opens.");
        if (BillingPeriod.OfSeason(command.OpensOn, command.ClosesOn).EndsAt <= turn.At)
            return RuleError.Invalid("closesOn", $"The window would be over already: it is {turn.At}.");
        if (command.SeasonId is not { } id)
        {
            return turn.State.Seasons.Values.Count(season => !season.HasEndedAt(turn.At)) < Most ? null
                : RuleError.Invalid("name", $"An organization can have at most {Most} seasons that have not ended.");
        }

        if (turn.State.Season(id) is not { } before) return Unknown("seasonId", id);
        if (before.HasEndedAt(turn.At)) return Ended("seasonId", before);
        var assigned = turn.State.Assigned(id);
        return command.Seats >= assigned ? null : RuleError.Invalid("seats", $"{(assigned == 1 ? "1 member has" : $"{assigned} members have")} a slot in {before.Name}: keep at least as many seats, or free some slots first.");
    }

    private static Season Edited(Turn turn, Season? before, SetSeason command)
    {
        var window = BillingPeriod.OfSeason(command.OpensOn, command.ClosesOn);
        if (before is null) return new() { Id = turn.Context.Ids.NewSeasonId(), Name = command.Name, Window = window, Seats = command.Seats };
        var after = before with { Name = command.Name, Window = window, Seats = command.Seats };
        if (before.Reached != SeasonState.Open || after.IsOpenAt(turn.At)) return after;
        // It was open and is to open later. Who has not heard of the opening need not hear of its end.
        var untold = before.Telling is { Opened: true, UpTo: null };
        return after with { Reached = SeasonState.Upcoming, Telling = untold ? null : new(Opened: false, null) };
    }
}
