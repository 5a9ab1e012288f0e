using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Api.Tests.Seasons;

/// <summary>It is noon of 2025-01-15.</summary>
public sealed class SeasonTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        world.Main.Season("sea_june", new(2025, 6, 1), new(2025, 6, 30), 3, "June");
        world.Main.Season("sea_now", new(2025, 1, 15), new(2025, 1, 15), 1, "Now");
        world.Main.Season("sea_past", new(2024, 12, 1), new(2025, 1, 14), 2, "Past");
        world.Main.Season("sea_gone", new(2025, 5, 1), new(2025, 5, 2), 2, "Gone");
        world.Main.Season("sea_also", new(2025, 6, 1), new(2025, 6, 2), 1, "Also June");
        world.Main.Seasonal("temp", "sea_june", "sea_past", "sea_gone", "sea_now");
        world.Main.Record(new SeasonRemoved(new("sea_gone")));
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task R24_R25_a_season_is_shown_in_utc_days_and_instants()
    {
        var answer = await AskAsync("seasons { id name opensOn closesOn opensAt closesAt seats assigned available state adHoc }");
        Assert.Equal(
            """[{"id":"sea_now","name":"Now","opensOn":"2025-01-15","closesOn":"2025-01-15","opensAt":"2025-01-15T00:00:00Z","closesAt":"2025-01-16T00:00:00Z","seats":1,"assigned":1,"available":0,"state":"OPEN","adHoc":false},{"id":"sea_also","name":"Also June","opensOn":"2025-06-01","closesOn":"2025-06-02","opensAt":"2025-06-01T00:00:00Z","closesAt":"2025-06-03T00:00:00Z","seats":1,"assigned":0,"available":1,"state":"UPCOMING","adHoc":false},{"id":"sea_june","name":"June","opensOn":"2025-06-01","closesOn":"2025-06-30","opensAt":"2025-06-01T00:00:00Z","closesAt":"2025-07-01T00:00:00Z","seats":3,"assigned":1,"available":2,"state":"UPCOMING","adHoc":false}]""",
            answer.At("organization.seasons"));
    }

    [Theory]
    [InlineData("2025-05-31T23:59:59Z", "UPCOMING")]
    [InlineData("2025-06-01T00:00:00Z", "OPEN")]
    [InlineData("2025-06-30T23:59:59Z", "OPEN")]
    [InlineData("2025-07-01T00:00:00Z", "CLOSED")]
    public async Task R24_R25_a_seasons_state_is_that_of_the_instant_whether_or_not_anything_has_run(string instant, string state)
    {
        world.Main.Clock = NodaTime.Text.InstantPattern.General.Parse(instant).Value;
        Assert.Equal(state, (await AskAsync("seasons(includePast: true) { state id }")).At("organization.seasons.3.state"));
    }

    [Theory]
    [InlineData("America/New_York", "2025-05-31T20:00:00-04:00", "2025-06-30T20:00:00-04:00")]
    [InlineData("America/Los_Angeles", "2025-05-31T17:00:00-07:00", "2025-06-30T17:00:00-07:00")]
    [InlineData("UTC", "2025-06-01T00:00:00+00:00", "2025-07-01T00:00:00+00:00")]
    [InlineData("Asia/Kathmandu", "2025-06-01T05:45:00+05:45", "2025-07-01T05:45:00+05:45")]
    [InlineData("Pacific/Kiritimati", "2025-06-01T14:00:00+14:00", "2025-07-01T14:00:00+14:00")]
    public async Task R26_A11_a_window_on_a_wall_clock_elsewhere_has_that_zones_summer_time(string zone, string opensAt, string closesAt)
    {
        var answer = await AskAsync($"seasons {{ local(timeZone: \"{zone}\") {{ timeZone opensAt closesAt }} }}");
        Assert.Equal($$"""{"timeZone":"{{zone}}","opensAt":"{{opensAt}}","closesAt":"{{closesAt}}"}""", answer.At("organization.seasons.2.local"));
    }

    [Theory]
    [InlineData("America/New_York", "2025-03-07T19:00:00-05:00", "2025-03-10T20:00:00-04:00")]
    [InlineData("Europe/Berlin", "2025-03-08T01:00:00+01:00", "2025-03-11T01:00:00+01:00")]
    public async Task A11_the_clocks_change_within_a_window_where_the_zone_says_so(string zone, string opensAt, string closesAt)
    {
        world.Main.Season("sea_march", new(2025, 3, 8), new(2025, 3, 10), 1);
        var answer = await AskAsync($"seasons {{ local(timeZone: \"{zone}\") {{ opensAt closesAt }} }}");
        Assert.Equal((opensAt, closesAt), (answer.At("organization.seasons.1.local.opensAt"), answer.At("organization.seasons.1.local.closesAt")));
    }

    [Theory]
    [InlineData("EST5")]
    [InlineData("America/Atlantis")]
    [InlineData("america/new_york")]
    [InlineData("UTC+05")]
    [InlineData("")]
    public async Task An_unknown_zone_is_named(string zone)
    {
        var answer = await AskAsync($"seasons {{ local(timeZone: \"{zone}\") {{ opensAt }} }}");
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.Equal("timeZone", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("field").GetString());
    }

    [Fact]
    public async Task R33_full_and_ended_seasons_are_no_option()
    {
        Assert.Equal("""[{"name":"Also June"},{"name":"June"}]""", (await AskAsync("availableSeasons { name }")).At("organization.availableSeasons"));
        world.Main.Seasonal("temp2", "sea_also");
        Assert.Equal("""[{"name":"June"}]""", (await AskAsync("availableSeasons { name }")).At("organization.availableSeasons"));
        world.Main.Clock = Instant.FromUtc(2025, 7, 1, 0, 0);
        Assert.Equal("[]", (await AskAsync("availableSeasons { name }")).At("organization.availableSeasons"));
    }

    [Fact]
    public async Task A18_past_seasons_stay_where_asked_for_and_removed_ones_never_show()
    {
        Assert.Equal(
            """[{"id":"sea_past","state":"CLOSED","assigned":1},{"id":"sea_now","state":"OPEN","assigned":1},{"id":"sea_also","state":"UPCOMING","assigned":0},{"id":"sea_june","state":"UPCOMING","assigned":1}]""",
            (await AskAsync("seasons(includePast: true) { id state assigned }")).At("organization.seasons"));
        Assert.Equal(
            """[{"id":"sea_past"},{"id":"sea_now"},{"id":"sea_june"}]""", (await AskAsync("member(id: \"temp\") { seasons { id } }")).At("organization.member.seasons"));
    }

    [Fact]
    public async Task R45_R46_each_season_that_has_not_ended_shows_seats_assigned_and_remaining()
    {
        var answer = await AskAsync("seats { seasonal { season { name } purchased assigned available } }");
        Assert.Equal(
            """[{"season":{"name":"Now"},"purchased":1,"assigned":1,"available":0},{"season":{"name":"Also June"},"purchased":1,"assigned":0,"available":1},{"season":{"name":"June"},"purchased":3,"assigned":1,"available":2}]""",
            answer.At("organization.seats.seasonal"));
    }

    [Fact]
    public async Task A50_available_is_never_below_zero()
    {
        world.Main.Seasonal("temp2", "sea_now");
        Assert.Equal("""{"assigned":2,"available":0}""", (await AskAsync("seasons { assigned available }")).At("organization.seasons.0"));
    }

    [Theory]
    [InlineData("2025-01-15T12:00:00Z", """["FULL_TIME","SEASONAL"]""")]
    [InlineData("2025-07-01T00:00:00Z", """["FULL_TIME"]""")]
    public async Task R44_the_type_menu_shows_types_with_a_free_seat(string instant, string types)
    {
        world.Main.Clock = NodaTime.Text.InstantPattern.General.Parse(instant).Value;
        Assert.Equal(types, (await AskAsync("availableMemberTypes")).At("organization.availableMemberTypes"));
    }

    [Fact]
    public async Task R23_user_management_administers_seasonal_members_and_billing_does_not()
    {
        const string update = "mutation { updateMember(input: { organizationId: \"org_1\", memberId: \"temp\", seasonIds: [\"sea_june\", \"sea_june\"] }) { member { id } errors { code } } }";
        world.Main.Answers = _ => new(null, null, new("temp"), world.Main.Reading(), null);
        Assert.Equal("""{"id":"temp"}""", (await gateway.AskAsync(update, token: gateway.Token("manager", Role.User))).At("updateMember.member"));
        Assert.Equal("FORBIDDEN", (await gateway.AskAsync(update, token: gateway.Token("biller", Role.User))).FirstCode());
        var order = Assert.Single(world.Main.Orders);
        Assert.Equal("sea_june", Assert.Single(Assert.IsType<UpdateMember>(order.Command).SeasonIds!.Value).Value);
        Assert.Null(order.Key);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("manager")]
    [InlineData("biller")]
    public async Task R29_no_customer_edits_a_window(string member)
    {
        const string set = "mutation { setSeason(input: { organizationId: \"org_1\", name: \"X\", opensOn: \"2025-06-01\", closesOn: \"2025-06-02\", seats: 1 }) { errors { code } } }";
        Assert.Equal("FORBIDDEN", (await gateway.AskAsync(set, token: gateway.Token(member, Role.User))).FirstCode());
    }

    [Theory]
    [InlineData("organization(id: \"org_1\") { seatPurchasePreview(additionalSeats: 1, type: SEASONAL) { token } }", "query")]
    [InlineData("purchaseSeats(input: { organizationId: \"org_1\", additionalSeats: 1, type: SEASONAL, previewToken: \"t\", idempotencyKey: \"k\" }) { errors { code } }", "mutation")]
    public async Task R28_seasonal_seats_cannot_be_bought(string field, string operation) =>
        Assert.Equal("BAD_USER_INPUT", (await gateway.AskAsync($"{operation} {{ {field} }}")).FirstCode());

    [Fact]
    public async Task A_season_that_was_set_comes_back_as_it_is_now()
    {
        const string set = "mutation { setSeason(input: { organizationId: \"org_1\", seasonId: \"sea_june\", name: \" June \", opensOn: \"2025-06-01\", closesOn: \"2025-06-30\", seats: 3, idempotencyKey: \"k\" }) { season { name assigned } organization { id } errors { code } } }";
        world.Main.Answers = _ => new(null, null, null, world.Main.Reading(), null) { SeasonId = new("sea_june") };
        Assert.Equal("""{"season":{"name":"June","assigned":1},"organization":{"id":"org_1"},"errors":[]}""", (await gateway.AskAsync(set)).At("setSeason"));
        var order = Assert.Single(world.Main.Orders);
        Assert.Equal(new SetSeason(new("sea_june"), "June", new(2025, 6, 1), new(2025, 6, 30), 3), order.Command);
        Assert.NotNull(order.Key);
    }

    [Theory]
    [InlineData(ErrorCode.SeasonFull, "SEASON_FULL")]
    [InlineData(ErrorCode.SeasonEnded, "SEASON_ENDED")]
    [InlineData(ErrorCode.NoSeasonalContract, "NO_SEASONAL_CONTRACT")]
    public async Task A_rule_about_seasons_says_no_with_its_field(ErrorCode code, string name)
    {
        world.Main.Answers = _ => new(new(code, "No.", "seasonIds"), null, null, world.Main.Reading(), null);
        var answer = await gateway.AskAsync("mutation { addMember(input: { organizationId: \"org_1\", name: \"Nia\", email: \"nia@example.com\", type: SEASONAL, seasonIds: [\"sea_now\"] }) { member { id } organization { id } errors { code ... on RuleError { field } } } }");
        Assert.Equal($$"""{"member":null,"organization":null,"errors":[{"code":"{{name}}","field":"seasonIds"}]}""", answer.At("addMember"));
        Assert.Equal("sea_now", Assert.Single(Assert.IsType<AddMember>(Assert.Single(world.Main.Orders).Command).SeasonIds).Value);
    }

    [Theory]
    [InlineData("2025-05-31T23:59:59Z", false)]
    [InlineData("2025-06-01T00:00:00Z", true)]
    [InlineData("2025-07-01T00:00:00Z", false)]
    public async Task R36_A33_access_is_computed_at_the_instant_asked(string instant, bool allowed)
    {
        world.Main.Clock = NodaTime.Text.InstantPattern.General.Parse(instant).Value;
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { access(memberId: \"temp\") { allowed sections reason } } }", token: gateway.Token("crm", Role.Service));
        Assert.Equal(allowed.ToString(), answer.At("organization.access.allowed"));
        Assert.Equal(allowed, answer.At("organization.access.reason") is null);
        Assert.Equal(allowed ? """["APP"]""" : "[]", answer.At("organization.access.sections"));
    }

    private Task<System.Text.Json.JsonElement> AskAsync(string field) => gateway.AskAsync($"{{ organization(id: \"org_1\") {{ {field} }} }}");
}
