using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.AdHoc;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Api.Tests.AdHoc;

public sealed class AdHocTests : IAsyncLifetime
{
    private static readonly Instant Due = FakeOrganization.Now + Duration.FromHours(48);

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_request_comes_back_with_its_due_instant()
    {
        world.Main.Request("adh_1", Due);
        world.Main.Answers = _ => new(null, null, null, world.Main.Reading(), null) { AdHocRequestId = new("adh_1") };
        var answer = await gateway.AskAsync(
            "mutation { requestAdHocSeats(input: { organizationId: \"org_1\", seats: 5, startsOn: \"2025-03-01\", increments: 2 }) { request { id organization { id } seats startsOn increments requestedAt dueBy state season { id } } errors { code } } }",
            token: gateway.Token("biller", Role.User));
        Assert.Equal(
            """{"request":{"id":"adh_1","organization":{"id":"org_1"},"seats":5,"startsOn":"2025-03-01","increments":2,"requestedAt":"2025-01-15T12:00:00Z","dueBy":"2025-01-17T12:00:00Z","state":"REQUESTED","season":null},"errors":[]}""",
            answer.At("requestAdHocSeats"));
        Assert.Equal(new RequestAdHocSeats(5, new(2025, 3, 1), 2), Assert.Single(world.Main.Orders).Command);
    }

    [Fact]
    public async Task R30_one_increment_of_three_months_is_meant_when_none_is_named()
    {
        world.Main.Answers = _ => new(new(Domain.Organizations.ErrorCode.NoSubscription, "No."), null, null, world.Main.Reading(), null);
        var answer = await gateway.AskAsync("mutation { requestAdHocSeats(input: { organizationId: \"org_1\", seats: 5, startsOn: \"2025-03-01\" }) { request { id } errors { code } } }");
        Assert.Equal("""{"request":null,"errors":[{"code":"NO_SUBSCRIPTION"}]}""", answer.At("requestAdHocSeats"));
        Assert.Equal(1, Assert.IsType<RequestAdHocSeats>(Assert.Single(world.Main.Orders).Command).Increments);
    }

    [Theory]
    [InlineData(-1, AdHocState.Requested, "REQUESTED")]
    [InlineData(0, AdHocState.Requested, "OVERDUE")]
    [InlineData(0, AdHocState.Overdue, "OVERDUE")]
    [InlineData(0, AdHocState.Fulfilled, "FULFILLED")]
    [InlineData(0, AdHocState.Declined, "DECLINED")]
    public async Task R31_A13_a_request_is_overdue_by_itself(int ticks, AdHocState committed, string shown)
    {
        world.Main.Request("adh_1", Due, committed);
        world.Main.Clock = Due.PlusTicks(ticks);
        Assert.Equal(shown, (await gateway.AskAsync("{ organization(id: \"org_1\") { adHocRequests { state } } }")).At("organization.adHocRequests.0.state"));
    }

    [Fact]
    public async Task An_organizations_requests_are_newest_first()
    {
        foreach (var id in new[] { "adh_1", "adh_2" }) world.Main.Request(id, Due);
        Assert.Equal("""[{"id":"adh_2"},{"id":"adh_1"}]""", (await gateway.AskAsync("{ organization(id: \"org_1\") { adHocRequests { id } } }")).At("organization.adHocRequests"));
    }

    [Fact]
    public async Task R31_staffs_queue_has_the_ones_due_first_on_top_across_organizations()
    {
        world.Main.Request("adh_late", Due + Duration.FromHours(5));
        world.Main.Request("adh_done", Due - Duration.FromHours(5), AdHocState.Declined);
        world.Other.Request("adh_soon", Due - Duration.FromHours(1));
        world.Main.Request("adh_mid", Due);
        var found = new List<string?>();
        string? after = null;
        do
        {
            var answer = await gateway.AskAsync(
                "query($after: String) { adHocRequests(first: 2, after: $after) { totalCount nodes { id organization { id } } pageInfo { hasNextPage endCursor } } }", new { after });
            Assert.Equal("4", answer.At("adHocRequests.totalCount"));
            found.AddRange(answer.GetProperty("data").GetProperty("adHocRequests").GetProperty("nodes").EnumerateArray()
                .Select(node => $"{node.GetProperty("id")}@{node.GetProperty("organization").GetProperty("id")}"));
            after = answer.At("adHocRequests.pageInfo.hasNextPage") == "True" ? answer.At("adHocRequests.pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal("adh_soon@org_2 adh_mid@org_1 adh_late@org_1 adh_done@org_1", string.Join(' ', found));
    }

    [Fact]
    public async Task The_queue_is_filtered_as_of_now()
    {
        await gateway.AskAsync("{ adHocRequests(state: [OVERDUE, REQUESTED]) { totalCount } }");
        var filter = world.ReadModel.AdHocFilter!;
        Assert.Equal("OVERDUE REQUESTED", string.Join(' ', filter.States!));
        Assert.Equal(gateway.Clock.GetCurrentInstant(), filter.Now);
        await gateway.AskAsync("{ adHocRequests { totalCount } }");
        Assert.Null(world.ReadModel.AdHocFilter!.States);
    }

    [Fact]
    public async Task An_accepted_request_shows_its_season()
    {
        world.Main.Request("adh_1", Due);
        world.Main.Season("sea_1", new(2025, 3, 1), new(2025, 8, 31), 5);
        world.Main.Record(new AdHocResolved(new("adh_1"), new("sea_1")));
        world.Main.Answers = _ => new(null, null, null, world.Main.Reading(), null) { AdHocRequestId = new("adh_1") };
        var answer = await gateway.AskAsync(
            "mutation { resolveAdHocSeats(input: { organizationId: \"org_1\", requestId: \"adh_1\", accept: true, seatPrice: 900 }) { season { id closesOn } organization { adHocRequests { state season { id } } } errors { code } } }");
        Assert.Equal(
            """{"season":{"id":"sea_1","closesOn":"2025-08-31"},"organization":{"adHocRequests":[{"state":"FULFILLED","season":{"id":"sea_1"}}]},"errors":[]}""",
            answer.At("resolveAdHocSeats"));
        Assert.Equal(new ResolveAdHocSeats(new("adh_1"), true, 900), Assert.Single(world.Main.Orders).Command);
    }

    [Fact]
    public async Task A_declined_request_has_no_season()
    {
        world.Main.Answers = _ => new(null, null, null, world.Main.Reading(), null) { AdHocRequestId = new("adh_1") };
        var answer = await gateway.AskAsync("mutation { resolveAdHocSeats(input: { organizationId: \"org_1\", requestId: \"adh_1\", accept: false }) { season { id } errors { code } } }");
        Assert.Equal("""{"season":null,"errors":[]}""", answer.At("resolveAdHocSeats"));
    }
}
