using System.Net.WebSockets;
using System.Text.Json;
using Billing.Api.Limits;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.WebSockets;

/// <summary>What travels on an acknowledged socket.</summary>
public sealed class SocketMessageTests : IAsyncLifetime
{
    private TestGateway gateway = null!;
    private SocketClient client = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        client = await SocketClient.SignedInAsync(gateway);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_query_and_a_mutation_have_one_result_and_their_ids_are_free_again()
    {
        for (var time = 0; time < 2; time++)
        {
            await client.SubscribeAsync("a \"b\" ü", "query($n: String) { hello(name: $n) }", new { n = "Ann" });
            Assert.Equal("{\"data\":{\"hello\":\"Hello Ann\"},\"extensions\":{\"cost\":{\"operation\":2,\"limit\":20000}}}", (await client.PayloadAsync("next a \"b\" ü")).GetRawText());
            Assert.Equal("complete a \"b\" ü", await client.TypeAsync());
        }
        await client.SubscribeAsync("2", "mutation { sign(input: { organizationId: \"org_1\" }) }");
        Assert.Equal("{\"data\":{\"sign\":\"done\"},\"extensions\":{\"cost\":{\"operation\":2,\"limit\":20000}}}", (await client.PayloadAsync("next 2")).GetRawText());
        Assert.Equal("complete 2", await client.TypeAsync());
    }

    [Fact]
    public async Task A_subscription_tells_its_events_and_completes()
    {
        await client.SubscribeAsync("1", "subscription { counted(to: 3) }");
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(number, (await client.PayloadAsync("next 1")).GetProperty("data").GetProperty("counted").GetInt32());
        }
        Assert.Equal("complete 1", await client.TypeAsync());
    }

    [Theory]
    [InlineData("{", "BAD_USER_INPUT")]
    [InlineData("{ nothing }", "BAD_USER_INPUT")]
    [InlineData("subscription { refused }", "BAD_USER_INPUT")]
    [InlineData("subscription { changed(organizationId: \"org_9\") }", "NOT_FOUND")]
    [InlineData("subscription { bug }", "INTERNAL")]
    public async Task What_does_not_begin_is_an_error_and_the_socket_stays(string query, string code)
    {
        await client.SubscribeAsync("1", query);
        var errors = await client.PayloadAsync("error 1");
        Assert.Equal(code, errors[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.DoesNotContain("secret", errors.GetRawText(), StringComparison.Ordinal);
        await client.SubscribeAsync("1", "{ role }");
        await client.PayloadAsync("next 1");
    }

    [Fact]
    public async Task An_error_in_a_field_is_part_of_the_result()
    {
        await client.SubscribeAsync("1", "{ hello wrong }");
        var payload = await client.PayloadAsync("next 1");
        Assert.Equal("Hello ", payload.At("hello"));
        Assert.Equal("BAD_USER_INPUT", payload.FirstCode());
        Assert.Equal("complete 1", await client.TypeAsync());
    }

    [Fact]
    public async Task A_subscription_that_its_source_ends_badly_ends_with_the_error_and_nothing_else()
    {
        await client.SubscribeAsync("1", "subscription { failing }");
        await client.PayloadAsync("next 1");
        Assert.Equal("SLOW_CONSUMER", (await client.PayloadAsync("error 1"))[0].GetProperty("extensions").GetProperty("code").GetString());
        await client.SubscribeAsync("2", "{ role }");
        await client.PayloadAsync("next 2");
    }

    [Fact]
    public async Task A_client_that_completes_hears_no_more_of_it_and_its_source_ends()
    {
        await client.SubscribeAsync("1", "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next 1");
        await client.CompleteAsync("1");
        await client.CompleteAsync("1");
        await client.CompleteAsync("unknown");
        await gateway.Events.Ended.Task.Soon();
        gateway.Events.Said.Writer.TryWrite("nobody listens");
        await client.SubscribeAsync("1", "{ role }");
        await client.PayloadAsync("next 1");
        Assert.Equal("complete 1", await client.TypeAsync());
    }

    [Fact]
    public async Task Operations_run_beside_each_other()
    {
        await client.SubscribeAsync("stuck", "{ stuck }");
        await client.SubscribeAsync("said", "subscription { said }");
        await client.SubscribeAsync("role", "{ role }");
        await client.PayloadAsync("next role");
        Assert.Equal("complete role", await client.TypeAsync());
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next said");
    }

    [Fact]
    public async Task Closes_4409_at_an_id_that_is_in_use()
    {
        await client.SubscribeAsync("one", "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next one");
        await client.SubscribeAsync("one", "subscription { said }");
        await client.ExpectCloseAsync(4409, "Subscriber for one already exists");
        await gateway.Events.Ended.Task.Soon();
    }

    [Fact]
    public async Task A_close_reason_that_would_not_fit_a_frame_is_shortened()
    {
        var id = new string('ü', 200);
        await client.SubscribeAsync(id, "subscription { said }");
        await client.SubscribeAsync(id, "subscription { said }");
        await client.ExpectCloseAsync(4409, "Subscriber already exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"start\",\"id\":\"1\"}")]
    [InlineData("{\"type\":\"next\",\"id\":\"1\",\"payload\":{}}")]
    [InlineData("{\"type\":\"connection_ack\"}")]
    [InlineData("{\"type\":\"ping\",\"type\":\"pong\"}")]
    [InlineData("{\"type\":\"ping\",\"payload\":1}")]
    [InlineData("{\"type\":\"\\ud800\"}")]
    [InlineData("{\"type\":\"complete\"}")]
    [InlineData("{\"type\":\"complete\",\"id\":\"\"}")]
    [InlineData("{\"type\":\"complete\",\"id\":1}")]
    [InlineData("{\"type\":\"complete\",\"id\":\"\\ud800\"}")]
    [InlineData("{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ hello }\"}}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\"}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":[]}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{}}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":1}}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ hello }\",\"variables\":[]}}")]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ hello }\",\"operationName\":1}}")]
    public async Task Closes_4400_at_what_is_no_message_of_a_client(string text)
    {
        await client.SendTextAsync(text);
        await client.ExpectCloseAsync(4400);
        Assert.NotEmpty(client.CloseText!);
    }

    [Fact]
    public async Task Closes_4400_at_an_id_that_is_too_long_or_a_message_that_is_nested_too_deep()
    {
        await client.CompleteAsync(new string('x', 256));
        await client.ExpectCloseAsync(4400);
        using var second = await SocketClient.SignedInAsync(gateway);
        await second.SendTextAsync("{\"type\":\"ping\",\"payload\":{\"a\":" + new string('[', 5_000) + new string(']', 5_000) + "}}");
        await second.ExpectCloseAsync(4400);
    }

    [Fact]
    public async Task Closes_4400_at_a_binary_message()
    {
        await client.SendTextAsync("{\"type\":\"ping\"}", WebSocketMessageType.Binary);
        await client.ExpectCloseAsync(4400, "Messages are text");
    }

    [Fact]
    public async Task A_message_may_come_in_pieces_but_all_of_them_have_one_limit()
    {
        gateway.Services.GetRequiredService<GatewayLimits>().BodyBytes = 5_000;
        using var second = await SocketClient.SignedInAsync(gateway);
        await second.SendTextAsync("{\"type\":", ends: false);
        await second.SendTextAsync("", ends: false);
        await second.SendTextAsync("\"ping\",\"payload\":{\"a\":\"" + new string('x', 4_000), ends: false);
        await second.SendTextAsync("\"}}");
        Assert.Equal("pong", await second.TypeAsync());
        for (var piece = 0; piece < 6; piece++) await second.SendTextAsync(new string(' ', 1_000), ends: false);
        await second.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task Past_the_limit_of_operations_the_next_is_refused_and_the_others_go_on()
    {
        gateway.Services.GetRequiredService<GatewayLimits>().Streams.OperationsPerConnection = 2;
        await client.SubscribeAsync("1", "subscription { said }");
        await client.SubscribeAsync("2", "{ stuck }");
        await client.SubscribeAsync("3", "{ role }");
        Assert.Equal("RATE_LIMITED", (await client.PayloadAsync("error 3"))[0].GetProperty("extensions").GetProperty("code").GetString());
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next 1");
        await client.CompleteAsync("2");
        await client.SubscribeAsync("3", "{ role }");
        await client.PayloadAsync("next 3");
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_payload()
    {
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("{\"type\":\"pong\"}", (await client.ReceiveAsync())!.Value.GetRawText());
        await client.SendAsync(new { type = "ping", payload = new { a = Array.Empty<int>() } });
        Assert.Equal(JsonValueKind.Array, (await client.PayloadAsync("pong")).GetProperty("a").ValueKind);
        await client.SendAsync(new { type = "pong" });
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("pong", await client.TypeAsync());
    }
}
