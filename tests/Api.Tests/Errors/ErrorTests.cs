using System.Text.Json;
using Billing.Api.Errors;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.ServerSentEvents;
using Billing.Api.Tests.WebSockets;
using Microsoft.Extensions.Logging;

namespace Billing.Api.Tests.Errors;

public sealed class ErrorTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("{ bug }")]
    [InlineData("{ hardBug }")]
    [InlineData("{ a: bug b: bug c: bug }")]
    public async Task A_bug_shows_a_trace_id_and_nothing_else(string query)
    {
        var answer = await gateway.AskAsync(query);
        Assert.Equal("INTERNAL", answer.FirstCode());
        Assert.DoesNotContain("secret", answer.ToString(), StringComparison.Ordinal);
        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal(["code", "traceId"], extensions.EnumerateObject().Select(member => member.Name));
        var logged = Assert.Single(gateway.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains(extensions.GetProperty("traceId").GetString()!, logged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_names_operation_and_document_and_no_variable()
    {
        await gateway.AskAsync("query Tour($n: String) { hello(name: $n) bug }", new { n = "canary" });
        var request = gateway.Post(System.Net.Http.Json.JsonContent.Create(
            new { query = "query Tour($n: String) { hello(name: $n) bug }", operationName = "Tour", variables = new { n = "canary" } }));
        using var response = await gateway.SendAsync(request);
        var lines = gateway.Log.Lines.Where(line => line.Level == LogLevel.Error).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("Operation Tour of document ", lines[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("event stream")]
    public async Task A_bug_is_logged_once_whichever_way_the_operation_came(string way)
    {
        const string Query = "query Tour { bug }";
        JsonElement answer;
        if (way == "socket")
        {
            using var client = await SocketClient.SignedInAsync(gateway);
            await client.SubscribeAsync("1", Query);
            answer = await client.PayloadAsync("next 1");
        }
        else
        {
            using var stream = await EventReader.OpenAsync(gateway, Query);
            answer = (await stream.NextAsync())!.Json;
        }
        var logged = Assert.Single(gateway.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.StartsWith("Operation Tour of document ", logged.Text, StringComparison.Ordinal);
        Assert.EndsWith(answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("traceId").GetString()!, logged.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("{ wrong }")]
    [InlineData("{ hello")]
    [InlineData("{ organization(id: \"org_9\") { id } }")]
    public async Task What_a_client_did_wrong_is_no_error_of_ours(string query)
    {
        await gateway.AskAsync(query);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_time_out_of_the_cluster_is_unavailable()
    {
        var answer = await gateway.AskAsync("{ late }");
        Assert.Equal("UNAVAILABLE", answer.FirstCode());
        Assert.DoesNotContain("secret", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolvers_own_error_names_code_field_path_and_place()
    {
        var error = (await gateway.AskAsync("{ x: wrong }")).GetProperty("errors")[0];
        Assert.Equal("first must be small.", error.GetProperty("message").GetString());
        Assert.Equal("BAD_USER_INPUT", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("first", error.GetProperty("extensions").GetProperty("field").GetString());
        Assert.Equal("x", error.GetProperty("path")[0].GetString());
        Assert.Equal(3, error.GetProperty("locations")[0].GetProperty("column").GetInt32());
    }

    [Theory]
    [InlineData("{ hello", 1)]
    [InlineData("{ nothing }", 3)]
    [InlineData("{ date(of: \"2025-02-30\") }", 8)]
    public async Task Errors_of_the_document_have_a_place(string query, int column)
    {
        var answer = await gateway.AskAsync(query);
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.InRange(answer.GetProperty("errors")[0].GetProperty("locations")[0].GetProperty("column").GetInt32(), column, 100);
    }

    [Fact]
    public void The_codes_are_those_of_the_contract_and_one_of_the_protocol_for_persisted_queries() => Assert.Equal(
        "BAD_USER_INPUT CURSOR_TOO_OLD FORBIDDEN INTERNAL NOT_FOUND PERSISTED_QUERY_NOT_FOUND RATE_LIMITED SLOW_CONSUMER TOO_COMPLEX UNAUTHENTICATED UNAVAILABLE",
        string.Join(' ', ApiErrorCode.All.Order(StringComparer.Ordinal)));
}
