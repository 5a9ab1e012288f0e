using System.Text.Json.Nodes;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>Seasons and members, over the API alone.</summary>
public static class PeopleScenario
{
    public static async Task<GraphQLClient> SignInAsync(BillingProcess billing, string role, string subject)
    {
        var (status, token, error) = await BillingProcess.RunAsync(billing.DataDirectory, "Development", "token", "--role", role, "--subject", subject);
        Assert.True(status == 0, error);
        return new(billing.Address, token.Trim());
    }

    public static async Task<string> SeasonAsync(GraphQLClient client, string organization, string name, string opensOn, string closesOn, int seats) =>
        (string)(await client.MutateAsync(
            """
            mutation($organization: ID!, $name: String!, $opensOn: Date!, $closesOn: Date!, $seats: Int!) {
              setSeason(input: { organizationId: $organization, name: $name, opensOn: $opensOn, closesOn: $closesOn, seats: $seats }) { season { id } errors { code message } }
            }
            """, new { organization, name, opensOn, closesOn, seats }))["season"]!["id"]!;

    /// <summary>The whole payload: a refusal is for the caller to look at.</summary>
    public static async Task<JsonObject> AddAsync(GraphQLClient client, string organization, string name, string type, params string[] seasons) =>
        (await client.DataAsync(
            """
            mutation($organization: ID!, $name: String!, $email: String!, $type: MemberType!, $seasons: [ID!]) {
              addMember(input: { organizationId: $organization, name: $name, email: $email, type: $type, seasonIds: $seasons }) {
                member { id status } errors { code message ... on RuleError { field } }
              }
            }
            """, new { organization, name, email = $"{name.Replace(' ', '.').ToLowerInvariant()}@acme.example", type, seasons }))["addMember"]!.AsObject();

    public static async Task<JsonObject> AccessAsync(GraphQLClient client, string organization, string member) => (await client.DataAsync(
        "query($organization: ID!, $member: ID!) { organization(id: $organization) { access(memberId: $member) { allowed sections reason } } }",
        new { organization, member }))["organization"]!["access"]!.AsObject();

    public static async Task<JsonObject> SignInRecordedAsync(GraphQLClient client, string organization, string member) => (await client.DataAsync(
        "mutation($organization: ID!, $member: ID!) { recordSignIn(input: { organizationId: $organization, memberId: $member }) { member { status } errors { code message } } }",
        new { organization, member }))["recordSignIn"]!.AsObject();

    public static async Task<IReadOnlyList<JsonObject>> MailAsync(GraphQLClient client, string organization, int first = 50) => [.. (await client.DataAsync(
        "query($organization: ID!, $first: Int!) { organization(id: $organization) { mail(first: $first) { nodes { template subject to text html queuedAt status } } } }",
        new { organization, first }))["organization"]!["mail"]!["nodes"]!.AsArray().Select(node => node!.AsObject()).Reverse()];
}
