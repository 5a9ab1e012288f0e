using System.Net.Http.Headers;
using System.Net.Http.Json;
using Billing.EndToEnd.Tests.Running;
using Billing.EndToEnd.Tests.Subscriptions;

namespace Billing.EndToEnd.Tests.Telemetry;

/// <summary>D11: what customers and staff wrote, and what is secret, planted everywhere and looked for in every line that the program logged, ours down to
/// Trace, and in all that it exported.</summary>
public sealed class CanaryTests
{
    private const string Name = "Canary-Name-7f3a";
    private const string Address = "canary.7f3a@acme.example";
    private const string Street = "Canary-Street-7f3a";
    private const string Reason = "Canary-Reason-7f3a";
    private const string WebhookSecret = "canary-webhook-secret-7f3a";
    private const string SigningKey = "Y2FuYXJ5LXNpZ25pbmcta2V5LTdmM2EtMDEyMzQ1Njc4OWFiY2RlZg==";

    [Fact]
    public async Task D11_a_full_run_logs_and_exports_no_name_no_address_no_token_no_key_and_no_card()
    {
        using var mail = new RefusingMailServer();
        using var collector = new OtlpReceiver();
        await using var billing = await BillingProcess.StartAsync(
            "--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Billing=Trace", "--Billing:Auth:SigningKey=" + SigningKey,
            "--Smtp:Host=127.0.0.1", $"--Smtp:Port={mail.Port}", "--Smtp:From=billing@vendor.example", "--Smtp:Security=None", "--Smtp:User=", "--Stripe:WebhookSecret=" + WebhookSecret,
            "--OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.Address, "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=500");
        var token = (await BillingProcess.RunAsync(
            billing.DataDirectory, "Development", "token", "--role", "STAFF", "--subject", "ann", "--Billing:Auth:SigningKey=" + SigningKey)).Output.Trim();
        using (var client = new GraphQLClient(billing.Address, token)) await LiveAsync(client, billing, token);
        await Patience.UntilAsync(() => mail.Refused > 0 && collector.Spans.Any(span => span.Name.StartsWith("mail ", StringComparison.Ordinal)));

        await billing.KillAsync();
        await billing.StartAgainAsync();        // replays the journal, tries the mails again
        using (var client = new GraphQLClient(billing.Address, token)) await client.DataAsync("{ organizations { nodes { name members { nodes { name email } } } } }");

        // The token that the banner shows in Development is there for whoever reads it; this one is a caller's.
        string[] canaries = [Name, Address, Street, Reason, WebhookSecret, SigningKey, token, token.Split('.')[2], "pm_card_", "canary.7f3a"];
        foreach (var (where, text) in new[] { ("log", billing.Output), ("export", string.Join('\n', collector.Bodies)) })
        {
            Assert.True(text.Length > 1_000, $"The {where} says too little for this to be a test.");
            foreach (var canary in canaries)
            {
                var at = text.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, $"{canary} in the {where}: {(at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)])}");
            }
        }
    }

    private static async Task LiveAsync(GraphQLClient client, BillingProcess billing, string token)
    {
        var account = (string)(await client.MutateAsync(
            "mutation($name: String!) { createAccount(input: { name: $name }) { account { id } errors { code message } } }", new { name = Name }))["account"]!["id"]!;
        var organization = (string)(await client.MutateAsync(
            "mutation($account: ID!, $name: String!, $email: String!) { createOrganization(input: { accountId: $account, name: $name, owner: { name: $name, email: $email } }) { organization { id } errors { code message } } }",
            new { account, name = Name, email = Address }))["organization"]!["id"]!;
        using var socket = await EventSocket.OpenAsync(
            billing.Address, token, "subscription Heard($organization: ID!) { organizationEvents(organizationId: $organization) { __typename ... on OrganizationUpdated { name } } }", new { organization });
        await client.DataAsync(
            """
            mutation($organization: ID!, $name: String!, $email: String!, $street: String!) {
              updateBillingDetails(input: { organizationId: $organization, companyName: $name, primaryInvoiceEmail: $email, billingAddress: { line1: $street, city: $street, country: "US", postalCode: "10001" } }) { errors { code message } }
              updateOrganization(input: { organizationId: $organization, name: $street }) { errors { code } }
              addMember(input: { organizationId: $organization, name: $name, email: $email, type: FULL_TIME }) { errors { code } }
              grantCredit(input: { organizationId: $organization, amount: 1, reason: "Canary-Reason-7f3a", idempotencyKey: "c" }) { errors { code } }
            }
            """, new { organization, name = Name, email = Address, street = Street });
        await socket.NextAsync();
        foreach (var card in new[] { "pm_card_visa_chargeDeclined", "pm_card_chargeCustomerFail", "pm_card_visa" }) await Scenario.CardAsync(client, organization, card);
        await Scenario.SignAsync(client, organization);

        // Wrong in every way that a client can be wrong.
        foreach (var document in new[]
        {
            "{ organization(id: \"Canary-Name-7f3a\") { name } }", "{ organizations(search: \"Canary-Name-7f3a\", first: -1) { totalCount } }", "{ nothing(name: \"Canary-Name-7f3a\") }",
            "{ viewer(name: \"Canary-Name-7f3a\"", "query CanaryName { viewer { id } } # Canary-Reason-7f3a",
        }) await client.PostAsync(document, new { name = Name });
        using var http = new HttpClient { BaseAddress = new(billing.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await http.GetAsync(new Uri("/graphql?query=" + Uri.EscapeDataString("{ organizations(search: \"Canary-Name-7f3a\") { totalCount } }"), UriKind.Relative), TestContext.Current.CancellationToken);
        await http.PostAsync("/webhooks/stripe", new StringContent("{\"name\":\"Canary-Name-7f3a\"}"), TestContext.Current.CancellationToken);
        using var stream = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ organizations(search: \"Canary-Name-7f3a\") { totalCount } }" }) };
        stream.Headers.Add("Accept", "text/event-stream");
        await http.SendAsync(stream, TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token[..^3] + "xyz");
        await http.PostAsJsonAsync("/graphql", new { query = "{ viewer { id } }" }, TestContext.Current.CancellationToken);
    }
}
