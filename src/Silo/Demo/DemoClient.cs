using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Billing.Silo.Demo;

/// <summary>The demo's steps, as mutations over HTTP.</summary>
internal sealed class DemoClient : IDisposable
{
    private readonly HttpClient http;

    public DemoClient(string address, string token)
    {
        http = new() { BaseAddress = new(address), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<bool> HasAccountsAsync() =>
        (int)(await PostAsync("{ accounts(first: 1) { totalCount } }", new { }))["accounts"]!["totalCount"]! > 0;

    public async Task<string> AccountAsync(string name, string? testClock = null) => (string)(await MutateAsync(
        "mutation($name: String!, $clock: DateTime) { createAccount(input: { name: $name, testClock: $clock }) { account { id } errors { code message } } }",
        new { name, clock = testClock }))["account"]!["id"]!;

    public async Task<string> OrganizationAsync(string account, string name, string kind = "PRODUCTION")
    {
        var slug = name.ToLowerInvariant().Replace(' ', '-');
        return (string)(await MutateAsync(
            """
            mutation($account: ID!, $name: String!, $email: String!, $kind: OrganizationKind!) {
              createOrganization(input: { accountId: $account, name: $name, kind: $kind, timeZone: "America/New_York", owner: { name: "Olive Owner", email: $email } }) {
                organization { id } errors { code message }
              }
            }
            """, new { account, name, kind, email = $"olive@{slug}.example" }))["organization"]!["id"]!;
    }

    public Task CardAsync(string organization, string card) => MutateAsync(
        "mutation($organization: ID!, $card: ID!) { updateCard(input: { organizationId: $organization, paymentMethodId: $card }) { errors { code message } } }",
        new { organization, card });

    public Task SignAsync(
        string organization, string interval = "MONTHLY", int seats = 10, string plan = "ENTERPRISE", int? trialDays = null, int? termMonths = null,
        string collection = "CHARGE_CARD") => MutateAsync(
        """
        mutation($organization: ID!, $plan: PlanCode!, $interval: BillingInterval!, $seats: Int!, $trial: Int, $term: Int, $collection: Collection!) {
          startContract(input: {
            organizationId: $organization, plan: $plan, interval: $interval, fullTimeSeats: $seats, collaboratorSeats: 2, trialDays: $trial, termMonths: $term,
            collection: $collection, taxRatePpm: 88750
          }) { errors { code message } }
        }
        """, new { organization, plan, interval, seats, trial = trialDays, term = termMonths, collection });

    public async Task BuyAsync(string organization, int seats)
    {
        var preview = await PostAsync(
            "query($organization: ID!, $seats: Int!) { organization(id: $organization) { seatPurchasePreview(additionalSeats: $seats) { token } } }",
            new { organization, seats });
        var token = (string)preview["organization"]!["seatPurchasePreview"]!["token"]!;
        await MutateAsync(
            """
            mutation($organization: ID!, $seats: Int!, $token: String!) {
              purchaseSeats(input: { organizationId: $organization, additionalSeats: $seats, previewToken: $token, idempotencyKey: "demo" }) { errors { code message } }
            }
            """, new { organization, seats, token });
    }

    /// <param name="name">Of a mutation that takes the organization alone.</param>
    public Task DoAsync(string name, string organization) => MutateAsync(
        $$"""mutation($organization: ID!) { {{name}}(input: { organizationId: $organization }) { errors { code message } } }""", new { organization });

    public Task ReduceAsync(string organization, int seats) => MutateAsync(
        "mutation($organization: ID!, $seats: Int!) { scheduleReduction(input: { organizationId: $organization, fullTimeSeats: $seats }) { errors { code message } } }",
        new { organization, seats });

    public async Task<string> SeasonAsync(string organization, string name, string opensOn, string closesOn, int seats) => (string)(await MutateAsync(
        """
        mutation($organization: ID!, $name: String!, $opensOn: Date!, $closesOn: Date!, $seats: Int!) {
          setSeason(input: { organizationId: $organization, name: $name, opensOn: $opensOn, closesOn: $closesOn, seats: $seats }) { season { id } errors { code message } }
        }
        """, new { organization, name, opensOn, closesOn, seats }))["season"]!["id"]!;

    public Task MemberAsync(string organization, string name, string type, params string[] seasons) => MutateAsync(
        """
        mutation($organization: ID!, $name: String!, $email: String!, $type: MemberType!, $seasons: [ID!]) {
          addMember(input: { organizationId: $organization, name: $name, email: $email, type: $type, seasonIds: $seasons, permissionSet: "Agent" }) { errors { code message } }
        }
        """, new { organization, name, email = $"{name.Split(' ')[0].ToLowerInvariant()}@contoso.example", type, seasons });

    public Task StorageAsync(string organization, int dataGb, int attachmentGb) => MutateAsync(
        """
        mutation($organization: ID!, $data: Int!, $attachments: Int!) {
          addStorage(input: { organizationId: $organization, dataGb: $data, attachmentGb: $attachments, idempotencyKey: "demo-storage" }) { errors { code message } }
        }
        """, new { organization, data = dataGb, attachments = attachmentGb });

    public Task AskForSeatsAsync(string organization, int seats, string startsOn) => MutateAsync(
        """
        mutation($organization: ID!, $seats: Int!, $startsOn: Date!) {
          requestAdHocSeats(input: { organizationId: $organization, seats: $seats, startsOn: $startsOn }) { errors { code message } }
        }
        """, new { organization, seats, startsOn });

    public Task AdvanceAsync(string account, string to) => MutateAsync(
        "mutation($account: ID!, $to: DateTime!) { advanceTestClock(input: { accountId: $account, to: $to }) { errors { code message } } }", new { account, to });

    /// <summary>One line for each organization.</summary>
    public async Task<string> SummaryAsync()
    {
        var page = await PostAsync("{ organizations(first: 100) { nodes { id name status { state reason } } } }", new { });
        var text = new StringBuilder();
        foreach (var node in page["organizations"]!["nodes"]!.AsArray())
            text.AppendLine($"{node!["id"]}  {node["status"]!["state"],-12}  {node["status"]!["reason"],-18}  {node["name"]}");
        return text.ToString();
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonObject> MutateAsync(string document, object variables)
    {
        var payload = (await PostAsync(document, variables)).First().Value!.AsObject();
        var code = (string?)payload["errors"]!.AsArray().FirstOrDefault()?["code"];
        return code is null or "PAYMENT_ACTION_REQUIRED" ? payload : throw new InvalidOperationException(payload.ToJsonString());
    }

    private async Task<JsonObject> PostAsync(string document, object variables)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query = document, variables });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        return answer["errors"] is null ? answer["data"]!.AsObject() : throw new InvalidOperationException(answer.ToJsonString());
    }
}
