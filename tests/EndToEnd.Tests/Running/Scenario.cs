using System.Text.Json.Nodes;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>The first steps that most tests share, over the API alone.</summary>
public static class Scenario
{
    public static async Task<string> AccountAsync(GraphQLClient client, string? testClock = null) => (string)(await client.MutateAsync(
        "mutation($clock: DateTime) { createAccount(input: { name: \"Acme\", testClock: $clock }) { account { id } errors { code message } } }",
        new { clock = testClock }))["account"]!["id"]!;

    public static async Task<string> OrganizationAsync(GraphQLClient client, string account, string name = "Acme Support") => (string)(await client.MutateAsync(
        """
        mutation($account: ID!, $name: String!) {
          createOrganization(input: { accountId: $account, name: $name, owner: { name: "Olga Owner", email: "olga@acme.example" } }) {
            organization { id } errors { code message }
          }
        }
        """, new { account, name }))["organization"]!["id"]!;

    public static Task<JsonObject> CardAsync(GraphQLClient client, string organization, string card) => client.DataAsync(
        """
        mutation($organization: ID!, $card: ID!) {
          updateCard(input: { organizationId: $organization, paymentMethodId: $card }) {
            organization { status { state reason } } invoice { number status paymentAction { clientSecret } } errors { code message ... on RuleError { field } }
          }
        }
        """, new { organization, card });

    public static async Task<JsonObject> SignAsync(GraphQLClient client, string organization, string interval = "MONTHLY", int seats = 5, int? trialDays = null) =>
        (await client.DataAsync(
            """
            mutation($organization: ID!, $interval: BillingInterval!, $seats: Int!, $trial: Int) {
              startContract(input: { organizationId: $organization, plan: ENTERPRISE, interval: $interval, fullTimeSeats: $seats, trialDays: $trial }) {
                organization { status { state } subscription { fullTimeSeats renewsAt } } invoice { number status amountDue { amount } } errors { code message }
              }
            }
            """, new { organization, interval, seats, trial = trialDays }))["startContract"]!.AsObject();

    public static async Task<JsonObject> PreviewAsync(GraphQLClient client, string organization, int seats) =>
        (await PreviewAnswerAsync(client, organization, seats))["data"]!["organization"]!["seatPurchasePreview"]!.AsObject();

    public static Task<JsonObject> PreviewAnswerAsync(GraphQLClient client, string organization, int seats) => client.PostAsync(
        "query($organization: ID!, $seats: Int!) { organization(id: $organization) { seatPurchasePreview(additionalSeats: $seats) { token totalDueToday { amount } } } }",
        new { organization, seats });

    public static Task<JsonObject> BuyAsync(GraphQLClient client, string organization, int seats, string token, string key) => client.PostAsync(
        """
        mutation($organization: ID!, $seats: Int!, $token: String!, $key: String!) {
          purchaseSeats(input: { organizationId: $organization, additionalSeats: $seats, previewToken: $token, idempotencyKey: $key }) {
            organization { subscription { fullTimeSeats } } invoice { number status total { amount } paymentAction { clientSecret } } errors { code message }
          }
        }
        """, new { organization, seats, token, key });

    public static async Task<JsonObject> AdvanceAsync(GraphQLClient client, string account, string to) => (await client.DataAsync(
        """
        mutation($account: ID!, $to: DateTime!) {
          advanceTestClock(input: { accountId: $account, to: $to }) {
            account { testClock } events { __typename organizationId sequence at } errors { code message }
          }
        }
        """, new { account, to }))["advanceTestClock"]!.AsObject();

    public static async Task<JsonObject> BooksAsync(GraphQLClient client, string organization) => (await client.DataAsync(
        """
        query($organization: ID!) {
          organization(id: $organization) {
            status { state reason deadline } subscription { fullTimeSeats currentPeriod { start end } } creditBalance { amount }
            invoices(first: 100) { totalCount nodes { number kind status amountDue { amount } lines { quantity } attempts { outcome } } }
          }
        }
        """, new { organization }))["organization"]!.AsObject();

    /// <summary>The simulator's own account of what was paid.</summary>
    public static async Task<JsonArray> ChargesAsync(BillingProcess billing)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(billing.SimulatorAddress + "/_simulator/charges"))!.AsArray();
    }
}
