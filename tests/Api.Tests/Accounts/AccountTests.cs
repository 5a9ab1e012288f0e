using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.Accounts;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Api.Tests.Accounts;

public sealed class AccountTests : IAsyncLifetime
{
    private const string Create = "mutation($name: String!, $key: String) { createAccount(input: { name: $name, idempotencyKey: $key }) { account { id name testClock } errors { code } } }";
    private const string Advance = "mutation { advanceTestClock(input: { accountId: \"acc_1\", to: \"2025-03-01T00:00:00Z\" }) { account { id } events { __typename at organizationId sequence cursor } errors { code } } }";

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task D4_a_key_makes_one_account()
    {
        var first = await gateway.AskAsync(Create, new { name = "New", key = "k" });
        var again = await gateway.AskAsync(Create, new { name = "New", key = "k" });
        var other = await gateway.AskAsync(Create, new { name = "Newer", key = "k" });
        var bobs = await gateway.AskAsync(Create, new { name = "New", key = "k" }, gateway.Token("bob"));
        Assert.Matches("^acc_[0-9a-f]{32}$", first.At("createAccount.account.id"));
        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", other.At("createAccount.errors.0.code"));
        Assert.Null(other.At("createAccount.account"));
        Assert.NotEqual(first.At("createAccount.account.id"), bobs.At("createAccount.account.id"));
    }

    [Fact]
    public async Task Without_a_key_every_call_makes_one()
    {
        var first = await gateway.AskAsync(Create, new { name = "New" });
        var second = await gateway.AskAsync(Create, new { name = "New" });
        Assert.Matches("^acc_[0-9a-f]{32}$", first.At("createAccount.account.id"));
        Assert.NotEqual(first.At("createAccount.account.id"), second.At("createAccount.account.id"));
    }

    [Fact]
    public async Task An_organization_needs_an_account_that_exists()
    {
        const string document = "mutation($account: ID!) { createOrganization(input: { accountId: $account, name: \"New\", owner: { name: \"Olivia\", email: \"o@example.com\" }, idempotencyKey: \"k\" }) { organization { id } errors { code } } }";
        Assert.Equal("org_1", (await gateway.AskAsync(document, new { account = "acc_1" })).At("createOrganization.organization.id"));
        Assert.NotNull(Assert.Single(world.Group.Orders).Key);
        Assert.Equal("NOT_FOUND", (await gateway.AskAsync(document, new { account = "acc_9" })).FirstCode());
        Assert.Equal("NOT_FOUND", (await gateway.AskAsync(document, new { account = "acc/../1" })).FirstCode());
    }

    [Fact]
    public async Task D8_an_advance_takes_as_many_turns_as_it_needs_and_tells_everything_in_order()
    {
        var (early, late) = (FakeOrganization.Now, FakeOrganization.Now + Duration.FromDays(20));
        world.Group.Turns.Enqueue(new(false, null, [Event("org_1", 3, late), Event("org_2", 1, early)], null));
        world.Group.Turns.Enqueue(new(false, null, [Event("org_2", 2, late)], null));
        world.Group.Turns.Enqueue(new(true, null, [Event("org_1", 2, early)], world.Group.Reading));
        var answer = await gateway.AskAsync(Advance);
        var told = answer.GetProperty("data").GetProperty("advanceTestClock").GetProperty("events").EnumerateArray()
            .Select(one => $"{one.GetProperty("organizationId")}/{one.GetProperty("sequence")}");
        Assert.Equal("org_1/2 org_2/1 org_1/3 org_2/2", string.Join(' ', told));
        Assert.Equal("acc_1", answer.At("advanceTestClock.account.id"));
    }

    [Theory]
    [InlineData(ErrorCode.NotATestAccount, "NOT_A_TEST_ACCOUNT")]
    [InlineData(ErrorCode.ClockMovesForward, "CLOCK_MOVES_FORWARD")]
    public async Task A57_a_clock_that_may_not_move_says_so(ErrorCode code, string name)
    {
        world.Group.Turns.Enqueue(new AdvanceAccountAnswer(true, new(code, "No."), [], world.Group.Reading));
        var answer = await gateway.AskAsync(Advance);
        Assert.Equal($$"""{"account":null,"events":[],"errors":[{"code":"{{name}}"}]}""", answer.At("advanceTestClock"));
    }

    [Fact]
    public async Task Accounts_come_with_their_organizations()
    {
        var answer = await gateway.AskAsync("{ accounts(search: \"acme\") { totalCount nodes { id name organizations { id } } } }");
        Assert.Equal("""{"totalCount":1,"nodes":[{"id":"acc_1","name":"Acme Group","organizations":[{"id":"org_1"},{"id":"org_2"}]}]}""", answer.At("accounts"));
    }

    private static PublishedEventView Event(string organization, long sequence, Instant at) =>
        new(new OrganizationId(organization), sequence, at, "system", new SubscriptionResumed(), null);
}
