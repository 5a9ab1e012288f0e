using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;

namespace Billing.Api.Tests.Seasons;

/// <summary>Decided by the real rules, one mutation after the other. It is noon of 2025-01-15.</summary>
public sealed class SeasonRulesTests : IAsyncLifetime
{
    private const string Errors = "errors { code ... on RuleError { field } }";

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        world.Main.Keeps = true;
        gateway = await world.StartAsync();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task R33_R42_R43_slots_are_taken_and_freed_as_members_change()
    {
        Assert.Equal("[]", await DoAsync($"setSeason(input: {{ organizationId: \"org_1\", name: \"June\", opensOn: \"2025-06-01\", closesOn: \"2025-06-30\", seats: 1 }}) {{ {Errors} }}"));
        var season = world.Main.State.Seasons.Keys.Single().Value;
        var add = $"seasonIds: [\"{season}\"], type: SEASONAL";
        Assert.Equal("[]", await DoAsync($"addMember(input: {{ organizationId: \"org_1\", memberId: \"nia\", name: \"Nia\", email: \"nia@example.com\", {add} }}) {{ {Errors} }}", "manager"));
        Assert.Equal("""[{"code":"SEASON_FULL","field":"seasonIds"}]""", await DoAsync(
            $"addMember(input: {{ organizationId: \"org_1\", name: \"Bo\", email: \"bo@example.com\", {add} }}) {{ {Errors} }}", "manager"));
        Assert.Equal("""[{"code":"INVALID_INPUT","field":"closesOn"}]""", await DoAsync(
            $"setSeason(input: {{ organizationId: \"org_1\", seasonId: \"{season}\", name: \"June\", opensOn: \"2025-06-02\", closesOn: \"2025-06-01\", seats: 1 }}) {{ {Errors} }}"));
        Assert.Equal("[]", await DoAsync($"updateMember(input: {{ organizationId: \"org_1\", memberId: \"nia\", type: FULL_TIME }}) {{ {Errors} }}", "manager"));
        Assert.Equal("1", (await gateway.AskAsync("{ organization(id: \"org_1\") { availableSeasons { available } } }")).At("organization.availableSeasons.0.available"));
        Assert.Equal("[]", await DoAsync($"removeMember(input: {{ organizationId: \"org_1\", memberId: \"nia\" }}) {{ {Errors} }}", "manager"));
        Assert.Equal("REMOVED", (await gateway.AskAsync("{ organization(id: \"org_1\") { member(id: \"nia\") { status } } }")).At("organization.member.status"));
    }

    [Fact]
    public async Task R30_an_accepted_request_answers_with_its_season()
    {
        var asked = await gateway.AskAsync("mutation { requestAdHocSeats(input: { organizationId: \"org_1\", seats: 2, startsOn: \"2025-11-30\" }) { request { id state } errors { code } } }", token: gateway.Token("biller", Role.User));
        Assert.Equal("REQUESTED", asked.At("requestAdHocSeats.request.state"));
        var answer = await gateway.AskAsync(
            $"mutation {{ resolveAdHocSeats(input: {{ organizationId: \"org_1\", requestId: \"{asked.At("requestAdHocSeats.request.id")}\", accept: true }}) {{ season {{ opensOn closesOn seats adHoc }} errors {{ code }} }} }}");
        Assert.Equal("""{"season":{"opensOn":"2025-11-30","closesOn":"2026-02-27","seats":2,"adHoc":true},"errors":[]}""", answer.At("resolveAdHocSeats"));
    }

    [Fact]
    public async Task A50_the_owner_hands_over_and_nobody_else()
    {
        const string hand = "transferOwnership(input: { organizationId: \"org_1\", memberId: \"biller\" }) { member { isOwner } errors { code } }";
        Assert.Equal("FORBIDDEN", (await gateway.AskAsync($"mutation {{ {hand} }}", token: gateway.Token("manager", Role.User))).FirstCode());
        Assert.Equal("True", (await gateway.AskAsync($"mutation {{ {hand} }}", token: gateway.Token("owner", Role.User))).At("transferOwnership.member.isOwner"));
        Assert.Equal("FORBIDDEN", (await gateway.AskAsync($"mutation {{ {hand} }}", token: gateway.Token("owner", Role.User))).FirstCode());
    }

    /// <summary>The mutation's errors.</summary>
    private async Task<string?> DoAsync(string mutation, string? member = null) =>
        (await gateway.AskAsync($"mutation {{ {mutation} }}", token: member is null ? null : gateway.Token(member, Role.User))).At($"{mutation[..mutation.IndexOf('(', StringComparison.Ordinal)]}.errors");
}
