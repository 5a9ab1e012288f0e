using Billing.Domain.Members;
using NodaTime;

namespace Billing.Domain.Tests.Members;

/// <summary>Who may come in when, said a second time and as simply as can be: seasons are two dates, members are sets, time is a day of the calendar.</summary>
internal sealed class AccessOracle
{
    private readonly Dictionary<SeasonId, (LocalDate First, LocalDate Last)> seasons = [];
    private readonly Dictionary<MemberId, (MemberType Type, HashSet<SeasonId> Seasons)> members = [];

    public IReadOnlyCollection<SeasonId> Seasons => seasons.Keys;

    public IReadOnlyCollection<MemberId> Members => members.Keys;

    public void Set(SeasonId season, LocalDate first, LocalDate last) => seasons[season] = (first, last);

    public void Remove(SeasonId season) => seasons.Remove(season);

    public void Set(MemberId member, MemberType type, IEnumerable<SeasonId> of) => members[member] = (type, [.. of]);

    public void Remove(MemberId member) => members.Remove(member);

    public MemberType TypeOf(MemberId member) => members[member].Type;

    public IReadOnlySet<SeasonId> SeasonsOf(MemberId member) => members[member].Seasons;

    public int Assigned(SeasonId season) => members.Values.Count(member => member.Type == MemberType.Seasonal && member.Seasons.Contains(season));

    /// <summary>The season's last day is before the day of an instant.</summary>
    public bool IsOver(SeasonId season, Instant now) => seasons[season].Last < now.InUtc().Date;

    public bool Allows(MemberId member, Instant at)
    {
        if (!members.TryGetValue(member, out var known)) return false;
        if (known.Type != MemberType.Seasonal) return true;
        var day = at.InUtc().Date;
        foreach (var season in known.Seasons)
            if (seasons.TryGetValue(season, out var window) && window.First <= day && day <= window.Last) return true;
        return false;
    }
}
