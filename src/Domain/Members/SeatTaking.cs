using System.Collections.Immutable;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;

namespace Billing.Domain.Members;

/// <summary>Seats and slots: checked and taken in the same turn, so that the last goes to exactly one (A15, R33, R44).</summary>
internal static class SeatTaking
{
    /// <summary>Whether there is a seat of the type, and a slot in each season that is new to the member.</summary>
    /// <param name="member">Null: a new one.</param>
    /// <param name="seasonIds">Null: as they are.</param>
    /// <returns>Refused, in this order: seasons for others than seasonal members, NO_SEAT_AVAILABLE, NO_SEASONAL_CONTRACT (R22), no season at all (R32),
    /// then by season: unknown, SEASON_ENDED, SEASON_FULL.</returns>
    public static RuleError? Check(Turn turn, Member? member, MemberType type, ImmutableArray<SeasonId>? seasonIds)
    {
        if (type != MemberType.Seasonal)
        {
            return seasonIds is { IsEmpty: false } ? RuleError.Invalid("seasonIds", "Seasons are for SEASONAL members only.")
                : member?.Type == type ? null : FreeSeat(turn, type);
        }

        if (member?.Type != MemberType.Seasonal)
        {
            if (turn.State.Seasons.Values.All(season => season.RemovedAt is not null))
                return new(ErrorCode.NoSeasonalContract, "The contract has no seasonal windows: contact us to add them.", "type");
            if (seasonIds is null or { IsEmpty: true }) return RuleError.Invalid("seasonIds", "A seasonal member needs at least one season.");
        }

        return (seasonIds ?? []).Select(id => Slot(turn, member, id)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>A member's seasons after a change: what is named, and what has ended and stays as history (A18).</summary>
    public static ImmutableArray<SeasonId> After(Turn turn, Member member, MemberType type, ImmutableArray<SeasonId>? seasonIds)
    {
        if (type == MemberType.Seasonal && seasonIds is null) return member.Seasons;
        var past = Past(turn, member);
        return type == MemberType.Seasonal ? [.. past.Union(seasonIds!.Value)] : past;
    }

    /// <summary>What freeing his slots leaves: seasons that have ended (A18).</summary>
    public static ImmutableArray<SeasonId> Past(Turn turn, Member member) =>
        [.. member.Seasons.Where(id => turn.State.Seasons[id] is { RemovedAt: null } season && season.HasEndedAt(turn.At))];

    /// <summary>Names each season (R35); a window that is open already says so at once (A16).</summary>
    public static void Invite(Turn turn, MemberId id, IReadOnlyCollection<SeasonId> seasonIds)
    {
        var member = turn.State.Members[id];
        var seasons = seasonIds.Select(season => turn.State.Seasons[season]).OrderBy(season => season.OpensAt).ThenBy(season => season.Name, StringComparer.Ordinal).ToList();
        Announce(turn, member, seasons);
        var welcomed = false;
        foreach (var season in seasons) welcomed |= TellRules.JoinedOpen(turn, season, member, first: TellRules.IsFirst(member) && !welcomed);
        if (welcomed) turn.Record(new MemberWelcomed(id));
    }

    /// <summary>The invitation with the seasons still to come, and the link where a window is open.</summary>
    /// <returns>Refused where no season is left that the invitation could name.</returns>
    public static RuleError? InviteAgain(Turn turn, Member member)
    {
        var seasons = member.Seasons.Select(id => turn.State.Seasons[id]).Where(season => !season.HasEndedAt(turn.At)).OrderBy(season => season.OpensAt).ToList();
        if (seasons.Count == 0) return RuleError.Invalid("memberId", $"{member.Name} has no season that is open or still to come: assign one first.");
        Announce(turn, member, seasons);
        if (seasons.Find(season => season.IsOpenAt(turn.At)) is { } open) TellRules.OpenedAgain(turn, open, member);
        return null;
    }

    /// <summary>Seasons that came are named by mail; an open one that went closes for him now.</summary>
    public static void TellChange(Turn turn, Member before, Member after)
    {
        foreach (var season in before.Seasons.Except(after.Seasons).Select(id => turn.State.Seasons[id]).Where(season => TellRules.HasOpened(season, turn.At) && season.Telling is null))
            TellRules.Left(turn, season, after);
        var added = after.Seasons.Except(before.Seasons).ToList();
        if (added.Count > 0) Invite(turn, after.Id, added);
    }

    private static void Announce(Turn turn, Member member, IEnumerable<Season> seasons) => MailRules.Queue(
        turn, MailTemplate.SeasonInvitation, $"{member.Id}/{MailRules.ThisOne(turn)}", [member.Email],
        new() { MemberName = member.Name, Seasons = [.. seasons.Select(TellRules.FactsOf)] });

    private static RuleError? FreeSeat(Turn turn, MemberType type)
    {
        if (Guards.NeedsContract(turn.State) is { } unsigned) return unsigned;
        var purchased = turn.Contract.SeatsOf(type);
        return turn.State.Assigned(type) < purchased ? null
            : new(ErrorCode.NoSeatAvailable, $"No {Named(type)} seat is free ({purchased} of {purchased} assigned): add seats under Manage Subscription, or free one.", "type");
    }

    private static string Named(MemberType type) => type == MemberType.FullTime ? "full-time" : "collaborator";

    private static RuleError? Slot(Turn turn, Member? member, SeasonId id)
    {
        if (turn.State.Season(id) is not { } season) return SeasonRules.Unknown("seasonIds", id);
        if (member is not null && member.Seasons.Contains(id)) return null;
        if (season.HasEndedAt(turn.At)) return SeasonRules.Ended("seasonIds", season);
        return turn.State.Assigned(id) < season.Seats ? null
            : new(ErrorCode.SeasonFull, $"No slot of {season.Name} is free ({season.Seats} of {season.Seats} taken): free one, choose another season, or ask us for more seats.", "seasonIds");
    }
}
