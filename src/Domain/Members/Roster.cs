using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Billing.Domain.Members;

/// <summary>An organization's members, removed ones included, with every index that a decision looks into: a change costs the same in a roster of ten
/// as in one of ten thousand. Immutable.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A roster is the trade's word for it.")]
public sealed class Roster : IReadOnlyDictionary<MemberId, Member>
{
    private static readonly IComparer<MemberId> ById = Comparer<MemberId>.Create((left, right) => string.CompareOrdinal(left.Value, right.Value));
    private static readonly IComparer<RosterPlace> ByInvitation = Comparer<RosterPlace>.Create((left, right) =>
        left.InvitedAt == right.InvitedAt ? string.CompareOrdinal(left.MemberId, right.MemberId) : left.InvitedAt.CompareTo(right.InvitedAt));
    private static readonly ImmutableSortedSet<MemberId> Nobody = ImmutableSortedSet.Create(ById);

    private readonly ImmutableDictionary<MemberId, Member> members;
    private readonly ImmutableSortedSet<RosterPlace> order;
    private readonly ImmutableDictionary<string, MemberId> byEmail;
    private readonly ImmutableDictionary<SeasonId, ImmutableSortedSet<MemberId>> bySeason;
    private readonly ImmutableSortedSet<MemberId> billing;
    private readonly ImmutableDictionary<(MemberType Type, MemberStatus Status), int> counts;
    private readonly MemberId? owner;

    private Roster(
        ImmutableDictionary<MemberId, Member> members, ImmutableSortedSet<RosterPlace> order, ImmutableDictionary<string, MemberId> byEmail,
        ImmutableDictionary<SeasonId, ImmutableSortedSet<MemberId>> bySeason, ImmutableSortedSet<MemberId> billing,
        ImmutableDictionary<(MemberType Type, MemberStatus Status), int> counts, MemberId? owner)
    {
        this.members = members;
        this.order = order;
        this.byEmail = byEmail;
        this.bySeason = bySeason;
        this.billing = billing;
        this.counts = counts;
        this.owner = owner;
    }

    public static Roster Empty { get; } = new(
        ImmutableDictionary<MemberId, Member>.Empty, ImmutableSortedSet.Create(ByInvitation), ImmutableDictionary.Create<string, MemberId>(StringComparer.OrdinalIgnoreCase),
        ImmutableDictionary<SeasonId, ImmutableSortedSet<MemberId>>.Empty, Nobody, ImmutableDictionary<(MemberType Type, MemberStatus Status), int>.Empty, null);

    /// <exception cref="InvalidOperationException">There is no owner yet.</exception>
    public Member Owner => members[owner ?? throw new InvalidOperationException("The organization has no owner.")];

    /// <summary>Present members who hold BILLING, the owner first, then in the order of their invitation.</summary>
    public IEnumerable<Member> BillingAdmins => billing.Select(id => members[id])
        .OrderBy(member => !member.IsOwner).ThenBy(member => member.InvitedAt).ThenBy(member => member.Id.Value, StringComparer.Ordinal);

    /// <summary>In the order of their invitation.</summary>
    public IReadOnlyList<RosterPlace> Order => order;

    public int Count => members.Count;

    public IEnumerable<MemberId> Keys => members.Keys;

    public IEnumerable<Member> Values => members.Values;

    public Member this[MemberId key] => members[key];

    /// <summary>Members of a type who have not been removed.</summary>
    public int Present(MemberType type) => CountOf(type, MemberStatus.Invited) + CountOf(type, MemberStatus.Active);

    public int CountOf(MemberType type, MemberStatus status) => counts.GetValueOrDefault((type, status));

    /// <summary>Everybody who has, or had, a slot in a season, by id.</summary>
    public ImmutableSortedSet<MemberId> InSeason(SeasonId season) => bySeason.GetValueOrDefault(season, Nobody);

    /// <summary>The present member with an address, in whatever case it is written.</summary>
    public Member? WithEmail(string email) => byEmail.TryGetValue(email, out var id) ? members[id] : null;

    /// <summary>Where the order goes on behind a place, whether or not that place is taken.</summary>
    public int IndexBehind(RosterPlace place) => Behind(order.IndexOf(place));

    /// <summary>Where a season's members go on behind one of them, whether or not he is still there.</summary>
    public int IndexBehind(SeasonId season, MemberId member) => Behind(InSeason(season).IndexOf(member));

    /// <summary>With a member added, or in place of the one with his id.</summary>
    public Roster With(Member member)
    {
        var before = members.GetValueOrDefault(member.Id);
        return new(
            members.SetItem(member.Id, member),
            before is null ? order.Add(PlaceOf(member)) : order,
            WithEmail(before, member),
            WithSeasons(before, member),
            member.IsPresent && member.Holds(Permission.Billing) ? billing.Add(member.Id) : billing.Remove(member.Id),
            WithCounts(before, member),
            member.IsOwner ? member.Id : owner);
    }

    public static Roster Of(IEnumerable<Member> all) => all.Aggregate(Empty, (roster, member) => roster.With(member));

    public bool ContainsKey(MemberId key) => members.ContainsKey(key);

    public bool TryGetValue(MemberId key, [MaybeNullWhen(false)] out Member value) => members.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<MemberId, Member>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static RosterPlace PlaceOf(Member member) => new(member.InvitedAt, member.Id.Value);

    private static int Behind(int index) => index >= 0 ? index + 1 : ~index;

    private ImmutableDictionary<string, MemberId> WithEmail(Member? before, Member after)
    {
        if (before is { IsPresent: true } && after.IsPresent && before.Email == after.Email) return byEmail;
        var changed = before is { IsPresent: true } ? byEmail.Remove(before.Email) : byEmail;
        return after.IsPresent ? changed.SetItem(after.Email, after.Id) : changed;
    }

    private ImmutableDictionary<SeasonId, ImmutableSortedSet<MemberId>> WithSeasons(Member? before, Member after)
    {
        var had = before?.Seasons ?? [];
        if (had == after.Seasons) return bySeason;
        var changed = bySeason;
        foreach (var season in had.Except(after.Seasons)) changed = changed.SetItem(season, changed[season].Remove(after.Id));
        foreach (var season in after.Seasons.Except(had)) changed = changed.SetItem(season, changed.GetValueOrDefault(season, Nobody).Add(after.Id));
        return changed;
    }

    private ImmutableDictionary<(MemberType Type, MemberStatus Status), int> WithCounts(Member? before, Member after)
    {
        if (before?.Type == after.Type && before.Status == after.Status) return counts;
        var changed = before is null ? counts : counts.SetItem((before.Type, before.Status), counts[(before.Type, before.Status)] - 1);
        return changed.SetItem((after.Type, after.Status), changed.GetValueOrDefault((after.Type, after.Status)) + 1);
    }
}

/// <summary>A member's place in the order of invitation.</summary>
public readonly record struct RosterPlace(Instant InvitedAt, string MemberId);
