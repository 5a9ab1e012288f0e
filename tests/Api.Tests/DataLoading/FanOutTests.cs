using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Organizations;

namespace Billing.Api.Tests.DataLoading;

/// <summary>What a page costs, counted: its entries are asked for together and each once.</summary>
public sealed class FanOutTests : IAsyncLifetime
{
    private const int Entries = 50;
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        for (var number = 3; world.Grains.Count < Entries; number++) world.Add(number);
        gateway = await world.StartAsync();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task Fifty_organizations_with_their_accounts_are_one_query_and_one_fan_out()
    {
        var organizations = new Gathering(Entries);
        foreach (var organization in world.Grains.Values) organization.Gathering = organizations;
        var accounts = new Gathering(Entries - 1);      // two of the organizations are of one account
        foreach (var account in world.Accounts.Values) account.Gathering = accounts;

        var answer = await gateway.AskAsync("{ organizations(first: 50) { totalCount nodes { id name account { id name } owner: account { name } } } }");

        Assert.Equal(Entries, answer.GetProperty("data").GetProperty("organizations").GetProperty("nodes").GetArrayLength());
        Assert.Equal(["organizations"], world.ReadModel.Asked);
        Assert.All(world.Grains.Values, organization => Assert.Equal(1, organization.Reads));
        Assert.All(world.Accounts.Values.Where(account => account.Reading!.Id.Value != "acc_2"), account => Assert.Equal(1, account.Reads));
    }

    [Fact]
    public async Task Copies_of_every_invoice_on_a_page_of_organizations_are_one_query()
    {
        foreach (var organization in world.Grains.Values) organization.Order(new GrantCredit(100, "Sorry"));
        foreach (var number in Enumerable.Range(1, 4)) world.Main.Order(new CreateInvoice([new($"Line {number}", 1, 100 * number)]));
        world.ReadModel.Mail.Add(new(
            "org_1", "mail_1", 1, "INVOICE_ISSUED", "Invoice", ["o@example.com"], "text", "html", FakeOrganization.Now, null, "QUEUED", null, "0002"));

        var answer = await gateway.AskAsync("{ organizations(first: 50) { nodes { id invoices(first: 5) { nodes { number copies { id } again: copies { subject } } } } } }");

        Assert.Equal("mail_1", answer.At("organizations.nodes.0.invoices.nodes.3.copies.0.id"));
        Assert.Equal(["organizations", "copies of 5"], world.ReadModel.Asked);
    }

    [Fact]
    public async Task A_member_is_looked_up_once_however_many_fields_ask_where_he_belongs()
    {
        var answer = await gateway.AskAsync(
            "{ viewer { organizationIds } organization(id: \"org_1\") { account { organizations { id } } } }", token: gateway.Token("owner", Role.User));

        Assert.Equal("org_1", answer.At("organization.account.organizations.0.id"));
        Assert.Equal(["organizations of member"], world.ReadModel.Asked);
    }
}
