using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Documents;

/// <summary>Automatic persisted queries: the hash alone, then the query with it, then the hash alone.</summary>
public sealed class PersistedQueryTests : IAsyncLifetime
{
    private const string Query = "query Greet($name: String) { hello(name: $name) }";
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_hash_is_known_once_its_query_was_answered()
    {
        var unknown = await SendAsync(null, Hash(Query));
        Assert.Equal(("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"), (unknown.FirstCode(), unknown.FirstMessage()));
        Assert.Equal("Hello Ann", (await SendAsync(Query, Hash(Query).ToUpperInvariant(), new { name = "Ann" })).At("hello"));
        Assert.Equal("Hello Bob", (await SendAsync(null, Hash(Query), new { name = "Bob" })).At("hello"));
    }

    [Fact]
    public async Task A_hash_is_known_over_GET_too_where_it_names_a_query()
    {
        const string Mutation = "mutation { sign(input: { organizationId: \"org_1\" }) }";
        await SendAsync(Query, Hash(Query));
        await SendAsync(Mutation, Hash(Mutation));

        var (status, answer) = await GetAsync(Hash(Query));
        Assert.Equal((200, "Hello "), (status, answer.At("hello")));
        (status, answer) = await GetAsync(Hash(Mutation));
        Assert.Equal((405, "BAD_USER_INPUT"), (status, answer.FirstCode()));
        (status, answer) = await GetAsync(Hash("{ other }"));
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", answer.FirstCode());
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("{ hello")]
    public async Task What_is_not_valid_is_not_kept(string query)
    {
        Assert.Equal("BAD_USER_INPUT", (await SendAsync(query, Hash(query))).FirstCode());
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", (await SendAsync(null, Hash(query))).FirstCode());
    }

    [Fact]
    public async Task A_query_is_not_kept_under_another_hash()
    {
        var wrong = await SendAsync("{ role }", Hash(Query));
        Assert.Equal("BAD_USER_INPUT", wrong.FirstCode());
        Assert.Contains("hash", wrong.FirstMessage(), StringComparison.Ordinal);
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", (await SendAsync(null, Hash(Query))).FirstCode());
    }

    [Theory]
    [InlineData("""{"persistedQuery":{"version":2,"sha256Hash":"x"}}""", "extensions.persistedQuery.version")]
    [InlineData("""{"persistedQuery":{"sha256Hash":"x"}}""", "extensions.persistedQuery.version")]
    [InlineData("""{"persistedQuery":{"version":1}}""", "extensions.persistedQuery.sha256Hash")]
    [InlineData("""{"persistedQuery":{"version":1,"sha256Hash":"abc"}}""", "extensions.persistedQuery.sha256Hash")]
    [InlineData("""{"persistedQuery":7}""", "persistedQuery")]
    public async Task What_is_no_hash_is_refused_and_named(string extensions, string field)
    {
        using var response = await gateway.SendAsync(gateway.Post(JsonContent.Create(JsonSerializer.Deserialize<JsonElement>($$"""{"extensions":{{extensions}}}"""))));
        var answer = await TestGateway.BodyAsync(response);
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.Equal(field, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("field").GetString());
    }

    private static string Hash(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)));

    private async Task<JsonElement> SendAsync(string? query, string hash, object? variables = null)
    {
        using var response = await gateway.SendAsync(gateway.Post(JsonContent.Create(
            new { query, variables, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } })));
        return await TestGateway.BodyAsync(response);
    }

    private async Task<(int Status, JsonElement Answer)> GetAsync(string hash)
    {
        var extensions = Uri.EscapeDataString("""{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}""".Replace("HASH", hash, StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?extensions=" + extensions);
        request.Headers.Authorization = new("Bearer", gateway.Token());
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await gateway.SendAsync(request);
        return ((int)response.StatusCode, await TestGateway.BodyAsync(response));
    }
}
