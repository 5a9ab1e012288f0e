using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Storage;

public sealed class StorageShareTests
{
    [Fact]
    public async Task R60_A19_an_accounts_default_is_divided_among_its_production_organizations_as_they_come()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var staff = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(staff);
        var oldest = await Scenario.OrganizationAsync(staff, account, "Oldest");
        await Scenario.SignAsync(staff, oldest, trialDays: 30);
        Assert.Equal((10_000_000_000, 20_000_000_000), await DefaultsAsync(staff, oldest));

        await SandboxAsync(staff, account);
        Assert.Equal((10_000_000_000, 20_000_000_000), await DefaultsAsync(staff, oldest));

        var second = await Scenario.OrganizationAsync(staff, account, "Second");
        var third = await Scenario.OrganizationAsync(staff, account, "Third");
        foreach (var organization in new[] { second, third }) await Scenario.SignAsync(staff, organization, trialDays: 30);

        Assert.Equal((3_333_333_334, 6_666_666_667), await DefaultsAsync(staff, oldest));
        Assert.Equal((3_333_333_333, 6_666_666_667), await DefaultsAsync(staff, second));
        Assert.Equal((3_333_333_333, 6_666_666_666), await DefaultsAsync(staff, third));
    }

    private static Task<JsonObject> SandboxAsync(GraphQLClient staff, string account) => staff.MutateAsync(
        """
        mutation($account: ID!) {
          createOrganization(input: { accountId: $account, name: "Sandbox", kind: SANDBOX, owner: { name: "Olga Owner", email: "olga@acme.example" } }) {
            organization { id } errors { code message }
          }
        }
        """, new { account });

    private static async Task<(long Data, long Attachments)> DefaultsAsync(GraphQLClient staff, string organization)
    {
        var storage = (await staff.DataAsync(
            "query($organization: ID!) { organization(id: $organization) { storage { data { defaultBytes } attachments { defaultBytes } } } }",
            new { organization }))["organization"]!["storage"]!;
        return ((long)storage["data"]!["defaultBytes"]!, (long)storage["attachments"]!["defaultBytes"]!);
    }
}
