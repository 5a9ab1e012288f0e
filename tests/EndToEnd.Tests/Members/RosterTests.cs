using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Members;

public sealed class RosterTests
{
    private const int Callers = 50;

    [Fact]
    public async Task F29_R33_the_last_slot_and_the_last_seat_go_to_exactly_one_of_fifty_callers()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var staff = new GraphQLClient(billing.Address, billing.StaffToken);
        var organization = await Scenario.OrganizationAsync(staff, await Scenario.AccountAsync(staff));
        await Scenario.CardAsync(staff, organization, "pm_card_visa");
        await Scenario.SignAsync(staff, organization, seats: 2);
        var season = await PeopleScenario.SeasonAsync(staff, organization, "Summer", "2031-06-01", "2031-06-30", 1);

        var slots = await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => PeopleScenario.AddAsync(staff, organization, $"Seasonal {number}", "SEASONAL", season)));
        var seats = await Task.WhenAll(Enumerable.Range(0, Callers).Select(number => PeopleScenario.AddAsync(staff, organization, $"Full {number}", "FULL_TIME")));

        OneWins(slots, "SEASON_FULL", "seasonIds");
        OneWins(seats, "NO_SEAT_AVAILABLE", "type");
        var usage = (await staff.DataAsync(
            """
            query($organization: ID!) {
              organization(id: $organization) {
                availableMemberTypes availableSeasons { id } members { totalCount }
                seats { fullTime { purchased assigned available } seasonal { purchased assigned available } }
              }
            }
            """, new { organization }))["organization"]!.AsObject();
        Assert.Empty(usage["availableMemberTypes"]!.AsArray());
        Assert.Empty(usage["availableSeasons"]!.AsArray());
        Assert.Equal(3, (int)usage["members"]!["totalCount"]!);
        Assert.Equal("""{"purchased":1,"assigned":1,"available":0}""", usage["seats"]!["seasonal"]![0]!.ToJsonString());
        Assert.Equal("""{"purchased":2,"assigned":2,"available":0}""", usage["seats"]!["fullTime"]!.ToJsonString());
    }

    [Fact]
    public async Task R27_ten_thousand_members_in_fifty_seasons_are_added_let_in_and_told()
    {
        const int members = 10_000;
        await using var billing = await BillingProcess.StartAsync();
        using var staff = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(staff, "2025-01-15T09:00:00Z");
        var organization = await Scenario.OrganizationAsync(staff, account);
        await Scenario.CardAsync(staff, organization, "pm_card_visa");
        await Scenario.SignAsync(staff, organization);
        var seasons = new List<string>();
        for (var number = 0; number < 50; number++)
            seasons.Add(await PeopleScenario.SeasonAsync(staff, organization, $"Season {number}", number == 0 ? "2025-02-01" : "2025-06-01", "2025-12-31", members));
        await Parallel.ForEachAsync(Enumerable.Range(0, members), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (number, _) =>
            Assert.Empty((await PeopleScenario.AddAsync(staff, organization, $"Member {number}", "SEASONAL", seasons[0], seasons[1 + (number % 49)]))["errors"]!.AsArray()));

        await Scenario.AdvanceAsync(staff, account, "2025-02-01T00:00:00Z");

        var page = (await staff.DataAsync(
            """
            query($organization: ID!) {
              organization(id: $organization) {
                members(first: 50, type: SEASONAL) { totalCount nodes { access { allowed } } pageInfo { hasNextPage } }
                seasons { name assigned available state }
              }
            }
            """, new { organization }))["organization"]!.AsObject();
        Assert.Equal(members, (int)page["members"]!["totalCount"]!);
        Assert.All(page["members"]!["nodes"]!.AsArray(), node => Assert.True((bool)node!["access"]!["allowed"]!));
        Assert.Equal((members, 0, "OPEN"), ((int)page["seasons"]![0]!["assigned"]!, (int)page["seasons"]![0]!["available"]!, (string)page["seasons"]![0]!["state"]!));
        // Two mails for each, and the invoice's: every one is queued by the time the clock has arrived.
        var mail = await PeopleScenario.MailAsync(staff, organization, first: 1);
        Assert.Equal("SEASON_OPENED_FIRST", (string?)mail[0]["template"]);
        Assert.Equal((2 * members) + 1, (int)(await staff.DataAsync(
            "query($organization: ID!) { organization(id: $organization) { mail(first: 1) { totalCount } } }", new { organization }))["organization"]!["mail"]!["totalCount"]!);
    }

    private static void OneWins(IReadOnlyCollection<JsonObject> answers, string code, string field)
    {
        Assert.Single(answers, answer => answer["errors"]!.AsArray().Count == 0);
        Assert.All(
            answers.Where(answer => answer["errors"]!.AsArray().Count > 0),
            answer => Assert.Equal((code, field), ((string?)answer["errors"]![0]!["code"], (string?)answer["errors"]![0]!["field"])));
    }
}
