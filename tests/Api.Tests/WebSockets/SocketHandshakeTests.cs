using System.Net;
using System.Net.WebSockets;
using Billing.Api.Http;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Contracts;

namespace Billing.Api.Tests.WebSockets;

/// <summary>Who gets as far as <c>connection_ack</c>, and what the others are told.</summary>
public sealed class SocketHandshakeTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    public async Task A_token_in_connection_init_is_acknowledged(string name)
    {
        using var client = await SocketClient.OpenAsync(gateway);
        Assert.Equal("graphql-transport-ws", client.Raw.SubProtocol);
        await client.SendAsync(new { type = "connection_init", payload = new Dictionary<string, string> { [name] = "Bearer " + gateway.Token() } });
        Assert.Equal("connection_ack", await client.TypeAsync());
    }

    [Fact]
    public async Task A_token_on_the_upgrade_request_is_acknowledged()
    {
        using var client = await SocketClient.OpenAsync(gateway, options => options.SetRequestHeader("Authorization", "Bearer " + gateway.Token()));
        await client.SendAsync(new { type = "connection_init" });
        Assert.Equal("connection_ack", await client.TypeAsync());
    }

    [Theory]
    [InlineData("{\"type\":\"connection_init\"}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":null}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer x\"}}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"x\"}}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":1}}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"\\ud800\"}}")]
    public async Task Closes_4403_without_a_good_token(string init)
    {
        using var client = await SocketClient.OpenAsync(gateway);
        await client.SendTextAsync(init);
        await client.ExpectCloseAsync(4403, "Forbidden");
    }

    [Fact]
    public async Task A_bad_token_in_connection_init_is_not_mended_by_the_request()
    {
        using var client = await SocketClient.OpenAsync(gateway, options => options.SetRequestHeader("Authorization", "Bearer " + gateway.Token()));
        await client.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer x" } });
        await client.ExpectCloseAsync(4403);
    }

    [Fact]
    public async Task Closes_4503_while_the_tokens_issuer_cannot_be_asked()
    {
        await using var other = await TestGateway.StartAsync(services => services.AddSingleton<ITokenReader, NoIssuer>());
        using var client = await SocketClient.OpenAsync(other);
        await client.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer x" } });
        await client.ExpectCloseAsync(4503);
    }

    [Fact]
    public async Task Closes_4408_when_connection_init_does_not_come()
    {
        using var client = await SocketClient.OpenAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(9));
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("pong", await client.TypeAsync());
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await client.ExpectCloseAsync(4408, "Connection initialisation timeout");
    }

    [Fact]
    public async Task Closes_4429_at_a_second_connection_init()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SendAsync(new { type = "connection_init" });
        await client.ExpectCloseAsync(4429, "Too many initialisation requests");
    }

    [Fact]
    public async Task Closes_4401_when_an_operation_comes_before_the_acknowledgement()
    {
        using var client = await SocketClient.OpenAsync(gateway);
        await client.SubscribeAsync("1", "{ hello }");
        await client.ExpectCloseAsync(4401, "Unauthorized");
    }

    [Fact]
    public async Task Closes_4406_when_only_other_subprotocols_are_offered_and_opens_first_so_that_browsers_see_it()
    {
        using var client = await SocketClient.OpenAsync(gateway, null, "graphql-ws", "soap");
        Assert.Equal("graphql-ws", client.Raw.SubProtocol);
        await client.ExpectCloseAsync(4406, "Subprotocol not acceptable");
        using var right = await SocketClient.OpenAsync(gateway, null, "graphql-ws", "graphql-transport-ws");
        Assert.Equal("graphql-transport-ws", right.Raw.SubProtocol);
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("nonsense", false)]
    [InlineData("file://localhost", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("https://app.example", true)]
    [InlineData("https://app.example:444", false)]
    [InlineData("own", true)]
    [InlineData("own over TLS", true)]
    public async Task The_origin_of_a_page_is_its_own_host_or_one_that_is_allowed(string origin, bool opens)
    {
        gateway.Services.GetRequiredService<GatewayOptions>().AllowedOrigins.Add("https://app.example");
        var own = gateway.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var sent = origin switch
        {
            "own" => own,
            "own over TLS" => own.Replace("http:", "https:", StringComparison.Ordinal),
            _ => origin,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        foreach (var (name, value) in new[]
        {
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Protocol", "graphql-transport-ws"), ("Origin", sent),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).Soon();
        Assert.Equal(opens ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_has_only_so_many_connections_and_another_has_his_own()
    {
        gateway.Services.GetRequiredService<GatewayLimits>().Streams.ConnectionsPerCaller = 2;
        using var first = await SocketClient.SignedInAsync(gateway);
        using var second = await SocketClient.SignedInAsync(gateway);
        using var third = await SocketClient.OpenAsync(gateway);
        await third.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer " + gateway.Token() } });
        await third.ExpectCloseAsync(4503, "Too many connections");
        using var other = await SocketClient.SignedInAsync(gateway, gateway.Token("bob"));
        await first.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken).Soon();
        await Patience.UntilAsync(() => gateway.Services.GetRequiredService<Billing.Api.Connections.OpenConnections>().Count == 2);
        using var again = await SocketClient.SignedInAsync(gateway);
    }

    [Fact]
    public async Task All_callers_together_have_only_so_many_connections()
    {
        gateway.Services.GetRequiredService<GatewayLimits>().Streams.Connections = 1;
        using var first = await SocketClient.OpenAsync(gateway);
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(gateway));
        Assert.Contains("503", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class NoIssuer : ITokenReader
    {
        public Task<TokenVerdict> ReadAsync(string token) => throw new UnavailableException("The issuer is away.");
    }
}
