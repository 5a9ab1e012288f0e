using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>A client as anybody would write one: GraphQL over HTTP POST.</summary>
public sealed class GraphQLClient : IDisposable
{
    private readonly HttpClient http;

    public GraphQLClient(string address, string token)
    {
        http = new() { BaseAddress = new(address), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The whole answer.</summary>
    public async Task<JsonObject> PostAsync(string document, object? variables = null)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query = document, variables });
        var text = await response.Content.ReadAsStringAsync();
        return JsonNode.Parse(text) as JsonObject ?? throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonObject> DataAsync(string document, object? variables = null)
    {
        var answer = await PostAsync(document, variables);
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!.AsObject();
    }

    /// <summary>The payload of a mutation that no rule refused.</summary>
    public async Task<JsonObject> MutateAsync(string document, object? variables = null)
    {
        var payload = (await DataAsync(document, variables)).First().Value!.AsObject();
        Assert.True(payload["errors"] is JsonArray { Count: 0 }, payload.ToJsonString());
        return payload;
    }

    public void Dispose() => http.Dispose();
}
