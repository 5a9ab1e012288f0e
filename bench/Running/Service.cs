using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Billing.Bench;

/// <summary>The program as a process of its own.</summary>
internal sealed partial class Service : IDisposable
{
    private readonly Process process;

    private Service(Process process) => this.process = process;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 128 });

    /// <summary>Memory that the process holds.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<Service> StartAsync(string program, string data, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet",
            [program, "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0", "--Billing:DataDirectory=" + data, "--Logging:LogLevel:Default=Warning", "--Logging:Console:LogToStandardErrorThreshold=Trace", "--Billing:Limits:RequestsPerMinute=0", "--Billing:Limits:ConcurrentOperations=1000", .. settings])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var service = new Service(Process.Start(start)!);
        while (await service.process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Api().Match(line) is { Success: true } api) service.Client.BaseAddress = new(api.Groups[1].Value);
            if (!line.TrimStart().StartsWith("eyJ", StringComparison.Ordinal)) continue;
            service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", line.Trim());
            break;
        }

        _ = service.process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await service.DataAsync("{ viewer { id } }", new { });
        return service;
    }

    public async Task<string> AccountAsync(string? clock) => (string)(await DataAsync(
        "mutation($clock: DateTime) { createAccount(input: { name: \"Bench\", testClock: $clock }) { account { id } errors { code message } } }",
        new { clock }))["createAccount"]!["account"]!["id"]!;

    public async Task<string> SignedAsync(string account, string name, int seats = 10)
    {
        var organization = (string)(await DataAsync(
            "mutation($account: ID!, $name: String!) { createOrganization(input: { accountId: $account, name: $name, owner: { name: \"O\", email: \"o@bench.example\" } }) { organization { id } errors { code message } } }",
            new { account, name }))["createOrganization"]!["organization"]!["id"]!;
        await DataAsync(
            "mutation($organization: ID!) { updateCard(input: { organizationId: $organization, paymentMethodId: \"pm_card_visa\" }) { errors { code message } } }",
            new { organization });
        await DataAsync(
            "mutation($organization: ID!, $seats: Int!) { startContract(input: { organizationId: $organization, plan: ENTERPRISE, interval: MONTHLY, fullTimeSeats: $seats, seatPrice: 100 }) { errors { code message } } }",
            new { organization, seats });
        return organization;
    }

    public async Task<JsonObject> DataAsync(string document, object variables)
    {
        using var content = new StringContent(JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(new { query = document, variables }))!.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync("/graphql", content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        return answer["errors"] is null ? answer["data"]!.AsObject() : throw new InvalidOperationException(answer.ToJsonString());
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"^\s+API\s+(http\S+)/graphql")]
    private static partial Regex Api();
}
