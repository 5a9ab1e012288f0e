using System.Collections.Immutable;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Seasons;

/// <summary>The mails of openings and closings (R27, R37 to R39): at their instant, late rather than never, once each.</summary>
internal static class TellRules
{
    /// <summary>Members told in one append: ten thousand are ten of them.</summary>
    public const int AtOnce = 1_000;

    /// <summary>Tells the next portion, where anybody is left. An opening that nobody can use waits until the organization has access again (A31).</summary>
    public static void Next(Turn turn, SeasonId id)
    {
        var season = turn.State.Seasons[id];
        if (season.Telling is not { } telling || Waits(turn.State, telling)) return;
        var everybody = turn.State.Members.InSeason(id);
        var first = telling.UpTo is { } last ? turn.State.Members.IndexBehind(id, last) : 0;
        var end = Math.Min(first + AtOnce, everybody.Count);
        var welcomed = ImmutableArray.CreateBuilder<MemberId>();
        for (var index = first; index < end; index++)
        {
            var member = turn.State.Members[everybody[index]];
            if (!member.IsPresent || member.Type != MemberType.Seasonal) continue;
            if (!telling.Opened) Closed(turn, season, member, About(season, member));
            else if (Opened(turn, season, member, IsFirst(member), About(season, member))) welcomed.Add(member.Id);
        }

        turn.Record(new SeasonTold(id, end == first ? telling.UpTo : everybody[end - 1], end == everybody.Count, welcomed.ToImmutable()));
    }

    /// <summary>Openings that were kept back while the organization was locked, of windows that are still open (A31).</summary>
    public static void MakeUp(Turn turn)
    {
        foreach (var season in turn.State.Seasons.Values.Where(season => season.Telling is { Opened: true } && season.IsOpenAt(turn.At)).OrderBy(season => season.Id.Value, StringComparer.Ordinal))
            Next(turn, season.Id);
    }

    /// <summary>Its members have been told of the opening, or are being told: where it is due and nobody has woken up yet, the agenda does so.</summary>
    public static bool HasOpened(Season season, Instant now) => season.Reached == SeasonState.Open && season.IsOpenAt(now);

    /// <summary>A slot in a window that is open already: its mail goes out at once (A16), unless the portions have yet to come to him.</summary>
    /// <returns>Whether it was his first.</returns>
    public static bool JoinedOpen(Turn turn, Season season, Member member, bool first)
    {
        var comes = season.Telling is { Opened: true } telling
            && (telling.UpTo is not { } last || string.CompareOrdinal(member.Id.Value, last.Value) > 0);
        return !comes && HasOpened(season, turn.At) && Opened(turn, season, member, first, OnceMore(turn, season, member));
    }

    /// <summary>The first opening of a member who has not signed in yet brings the signup link (R37): others have a password.</summary>
    public static bool IsFirst(Member member) => member is { Welcomed: false, Status: MemberStatus.Invited };

    /// <summary>He has lost his slot in an open window.</summary>
    public static void Left(Turn turn, Season season, Member member) => Closed(turn, season, member, OnceMore(turn, season, member));

    /// <summary>Nothing is said where another of his windows is open at that instant: he can go on (A17).</summary>
    private static void Closed(Turn turn, Season season, Member member, string about)
    {
        var at = Instant.Min(season.ClosesAt, turn.At);
        if (AccessRules.HasWindow(turn.State, member, at, except: season.Id)) return;
        MailRules.Queue(turn, MailTemplate.SeasonClosed, about, [member.Email], Facts(season, member) with { At = at });
    }

    public static MailFacts Facts(Season season, Member member) => new() { MemberName = member.Name, Seasons = [FactsOf(season)] };

    public static SeasonFacts FactsOf(Season season) => new(season.Name, season.Window.Start, season.Window.LastDay);

    public static bool Waits(OrganizationState state, Telling telling) => telling.Opened && state.Status.State == AccountState.BillingOnly;

    /// <summary>The signup link of an open window again, for who has asked for it.</summary>
    public static void OpenedAgain(Turn turn, Season season, Member member) =>
        Opened(turn, season, member, MailTemplate.SeasonOpenedFirst, OnceMore(turn, season, member));

    private static bool Opened(Turn turn, Season season, Member member, bool first, string about)
    {
        Opened(turn, season, member, first ? MailTemplate.SeasonOpenedFirst : MailTemplate.SeasonOpened, about);
        return first;
    }

    private static void Opened(Turn turn, Season season, Member member, MailTemplate template, string about) =>
        MailRules.Queue(turn, template, about, [member.Email], Facts(season, member) with { At = season.ClosesAt });

    private static string About(Season season, Member member) => $"{season.Id}/{season.Openings}/{member.Id}";

    /// <summary>Who leaves an open season and joins it again is told each time.</summary>
    private static string OnceMore(Turn turn, Season season, Member member) => $"{About(season, member)}/{MailRules.ThisOne(turn)}";
}
