using Billing.Domain.Members;
using Billing.Domain.Organizations;
using CsCheck;
using NodaTime;

namespace Billing.Domain.Tests.Members;

public class AccessPropertyTests
{
    private static readonly LocalDate Start = new(2025, 1, 15);

    /// <summary>Random orders and days; after each, everybody's access is asked for at instants on both sides of midnights.</summary>
    [Fact]
    public void R25_R36_R42_A18_access_is_what_a_calendar_on_the_wall_would_say() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 1_000]).Array[5, 40].Sample(
            steps =>
            {
                var life = Life.Signed(Life.Terms with { FullTimeSeats = 3 });
                var oracle = new AccessOracle();
                foreach (var (kind, first, length, pick) in steps)
                {
                    Step(life, oracle, kind, first, length, pick);
                    Compare(life, oracle, first, length);
                }
            },
            iter: 150);

    /// <summary>Whatever is ordered, no season and no type ever has more members than it has room for.</summary>
    private static void Compare(Life life, AccessOracle oracle, int first, int length)
    {
        foreach (var season in oracle.Seasons)
        {
            Assert.True(life.State.Assigned(season) <= life.State.Seasons[season].Seats);
            if (!oracle.IsOver(season, life.Now)) Assert.Equal(oracle.Assigned(season), life.State.Assigned(season));
        }

        foreach (var member in oracle.Members)
        {
            Assert.Equal(
                oracle.SeasonsOf(member).Where(oracle.Seasons.Contains).ToHashSet(),
                life.Member(member).Seasons.Where(season => life.State.Season(season) is not null).ToHashSet());
        }

        foreach (var member in life.State.Members.Keys.Where(id => id != Life.Owner))
        {
            var midnight = life.Now.UtcDate().PlusDays((first * length) % 50).AtUtcMidnight();
            foreach (var at in new[] { life.Now, midnight, midnight - Duration.Epsilon })
                if (at >= life.Now)
                    Assert.Equal(oracle.Allows(member, at), AccessRules.Of(life.State, life.State.Status, life.State.Members[member], at).App);
        }
    }

    private static void Step(Life life, AccessOracle oracle, int kind, int first, int length, int pick)
    {
        switch (kind)
        {
            case 0: life.AdvanceTo(life.Now.UtcDate().PlusDays(first % 20).AtUtcMidnight() + Duration.FromHours(pick % 24) is var to && to > life.Now ? to : life.Now); break;
            case 1: SetSeason(life, oracle, null, first, length, pick); break;
            case 2 when Pick(oracle.Seasons, pick) is { } season: SetSeason(life, oracle, season, first, length, pick); break;
            case 3 when Pick(oracle.Seasons, pick) is { } season:
                if (life.Do(new RemoveSeason(season)).Error is null) oracle.Remove(season);
                break;
            case 4 or 5: Add(life, oracle, Some(oracle, first, length), pick); break;
            case 6 when Pick(oracle.Members, pick) is { } member: Change(life, oracle, member, Some(oracle, first, length), pick); break;
            case 7 when Pick(oracle.Members, pick) is { } member:
                Assert.Null(life.Do(new RemoveMember(member)).Error);
                oracle.Remove(member);
                break;
            default: break;
        }
    }

    private static void SetSeason(Life life, AccessOracle oracle, SeasonId? id, int first, int length, int pick)
    {
        var opens = Start.PlusDays(first * 3);
        var closes = opens.PlusDays(length);
        if (life.Do(new SetSeason(id, $"Season {pick}", opens, closes, 1 + pick % 4)).Error is not null) return;
        oracle.Set(id ?? life.State.Seasons.Keys.Single(season => !oracle.Seasons.Contains(season) && life.State.Season(season) is not null), opens, closes);
    }

    private static void Add(Life life, AccessOracle oracle, SeasonId[] seasons, int pick)
    {
        var type = pick % 4 == 0 ? MemberType.FullTime : MemberType.Seasonal;
        var answer = life.Do(new AddMember(null, $"m{pick}", $"m{life.State.Members.Count}@example.com", type, [], null)
        {
            SeasonIds = type == MemberType.Seasonal ? [.. seasons] : [],
        });
        if (answer.Error is null) oracle.Set(answer.MemberId!.Value, type, type == MemberType.Seasonal ? seasons : []);
    }

    private static void Change(Life life, AccessOracle oracle, MemberId member, SeasonId[] seasons, int pick)
    {
        var type = pick % 3 == 0 ? MemberType.FullTime : MemberType.Seasonal;
        if (life.Update(member, type, type == MemberType.Seasonal ? seasons : null).Error is not null) return;
        var past = oracle.SeasonsOf(member).Where(season => oracle.Seasons.Contains(season) && oracle.IsOver(season, life.Now));
        oracle.Set(member, type, type == MemberType.Seasonal ? past.Union(seasons) : past);
    }

    private static SeasonId[] Some(AccessOracle oracle, int first, int length) =>
        [.. oracle.Seasons.OrderBy(season => season.Value, StringComparer.Ordinal).Where((_, index) => ((first * 41 + length) >> (index % 10) & 1) == 1)];

    private static T? Pick<T>(IReadOnlyCollection<T> from, int pick)
        where T : struct => from.Count == 0 ? null : from.OrderBy(one => one.ToString(), StringComparer.Ordinal).ElementAt(pick % from.Count);
}
