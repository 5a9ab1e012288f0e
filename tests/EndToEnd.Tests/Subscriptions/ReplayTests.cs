using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Subscriptions;

/// <summary>Subscriptions of the started program, across its death.</summary>
public sealed class ReplayTests
{
    private const string Everything = "subscription($organization: ID!, $after: String) { organizationEvents(organizationId: $organization, after: $after) { __typename sequence cursor } }";
    private const string Feed = "subscription($after: String) { allAccountStatusChanges(after: $after) { organizationId after cursor } }";

    [Fact]
    public async Task F16_a_subscriber_hears_each_event_once_in_order_though_the_service_is_killed_meanwhile()
    {
        await using var billing = await BillingProcess.StartAsync();
        string organization;
        using (var client = new GraphQLClient(billing.Address, billing.StaffToken)) organization = await OrganizationAsync(client);
        var heard = new List<long>();
        string? cursor = null;
        for (var life = 0; life < 3; life++)
        {
            if (life > 0) await billing.StartAgainAsync();
            using var client = new GraphQLClient(billing.Address, billing.StaffToken);
            using var socket = await EventSocket.OpenAsync(billing.Address, billing.StaffToken, Everything, new { organization, after = cursor ?? await StartAsync(client, organization) });
            for (var change = 0; change < 5; change++) await RenameAsync(client, organization, $"Life {life}, change {change}");
            // In every life but the last some events are left unheard: the next one resumes behind the cursor.
            for (var events = 0; events < (life < 2 ? 3 : 9); events++)
            {
                var told = await socket.NextAsync() ?? throw new InvalidOperationException("The connection is gone.");
                heard.Add((long)told["sequence"]!);
                cursor = (string)told["cursor"]!;
            }

            if (life < 2) await billing.KillAsync();
        }

        Assert.Equal(15, heard.Count);
        Assert.Equal(Enumerable.Range(0, 15).Select(index => heard[0] + index), heard);
    }

    [Fact]
    public async Task One_cursor_resumes_the_status_changes_of_all_organizations()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        using var live = await EventSocket.OpenAsync(billing.Address, billing.StaffToken, Feed, new { });
        var (one, two) = (await SignedAsync(client), await SignedAsync(client));
        var first = await live.NextAsync();
        var second = await live.NextAsync();
        Assert.Equal((one, two), ((string?)first!["organizationId"], (string?)second!["organizationId"]));
        Assert.Equal("ACTIVE", (string?)second["after"]);
        using var resumed = await EventSocket.OpenAsync(billing.Address, billing.StaffToken, Feed, new { after = (string?)first["cursor"] });
        Assert.Equal((string?)second["cursor"], (string?)(await resumed.NextAsync())!["cursor"]);
    }

    internal static async Task<string> OrganizationAsync(GraphQLClient client)
    {
        var account = (await client.MutateAsync("mutation { createAccount(input: { name: \"Events\" }) { account { id } errors { code message } } }"))["account"]!["id"]!;
        return (string)(await client.MutateAsync(
            "mutation($account: ID!) { createOrganization(input: { accountId: $account, name: \"Events\", owner: { name: \"O\", email: \"o@events.example\" } }) { organization { id } errors { code message } } }",
            new { account = (string)account! }))["organization"]!["id"]!;
    }

    private static async Task<string> SignedAsync(GraphQLClient client)
    {
        var organization = await OrganizationAsync(client);
        await client.MutateAsync(
            "mutation($organization: ID!) { updateCard(input: { organizationId: $organization, paymentMethodId: \"pm_card_visa\" }) { errors { code message } } }", new { organization });
        await client.MutateAsync(
            "mutation($organization: ID!) { startContract(input: { organizationId: $organization, plan: ENTERPRISE, interval: MONTHLY, fullTimeSeats: 3 }) { errors { code message } } }",
            new { organization });
        return organization;
    }

    internal static async Task<string?> StartAsync(GraphQLClient client, string organization) => (string?)(await client.DataAsync(
        "query($organization: ID!) { organization(id: $organization) { events(first: 100) { pageInfo { endCursor } } } }", new { organization }))["organization"]!["events"]!["pageInfo"]!["endCursor"];

    internal static Task<JsonObject> RenameAsync(GraphQLClient client, string organization, string name) => client.MutateAsync(
        "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { errors { code message } } }", new { organization, name });
}
