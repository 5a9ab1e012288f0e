using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Billing.Api.Connections;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.WebSockets;

/// <summary>A WebSocket to the gateway that says exactly what a test tells it to.</summary>
internal sealed class SocketClient : IDisposable
{
    private const string Protocol = "graphql-transport-ws";

    private readonly ClientWebSocket socket;

    private SocketClient(ClientWebSocket socket) => this.socket = socket;

    public ClientWebSocket Raw => socket;

    public int? CloseCode => (int?)socket.CloseStatus;

    public string? CloseText => socket.CloseStatusDescription;

    /// <summary>Opened, and known to the watch over open connections.</summary>
    public static async Task<SocketClient> OpenAsync(TestGateway gateway, Action<ClientWebSocketOptions>? options = null, params string[] protocols)
    {
        var connections = gateway.Services.GetRequiredService<OpenConnections>();
        var before = connections.Count;
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols.DefaultIfEmpty(Protocol)) socket.Options.AddSubProtocol(protocol);
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        options?.Invoke(socket.Options);
        var address = new UriBuilder(gateway.Client.BaseAddress!) { Scheme = "ws", Path = "/graphql" };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken).Soon();
        await Patience.UntilAsync(() => connections.Count > before || socket.State != WebSocketState.Open || protocols.Length > 0);
        return new(socket);
    }

    /// <summary>Opened, and acknowledged.</summary>
    public static async Task<SocketClient> SignedInAsync(TestGateway gateway, string? token = null)
    {
        var client = await OpenAsync(gateway);
        await client.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer " + (token ?? gateway.Token()) } });
        Assert.Equal("connection_ack", await client.TypeAsync());
        return client;
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text, bool ends = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), type, ends, TestContext.Current.CancellationToken).Soon();

    public Task SubscribeAsync(string id, string query, object? variables = null) =>
        SendAsync(new { id, type = "subscribe", payload = new { query, variables } });

    public Task CompleteAsync(string id) => SendAsync(new { id, type = "complete" });

    /// <returns>Null where the socket was closed instead.</returns>
    public async Task<JsonElement?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).Soon();
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }

    /// <summary>The next message's type: <c>next 1</c> with its operation's id.</summary>
    public async Task<string> TypeAsync() => Type(await ReceiveAsync() ?? throw new InvalidOperationException($"Closed: {CloseCode} {CloseText}"));

    public async Task<JsonElement> PayloadAsync(string type)
    {
        var message = await ReceiveAsync() ?? throw new InvalidOperationException($"Closed: {CloseCode} {CloseText}");
        Assert.Equal(type, Type(message));
        return message.GetProperty("payload");
    }

    /// <summary>Reads on to the end, and answers the close.</summary>
    public async Task ExpectCloseAsync(int code, string? text = null)
    {
        while (await ReceiveAsync() is not null)
        {
        }
        Assert.Equal(code, CloseCode);
        if (text is not null) Assert.Equal(text, CloseText);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken).Soon();
    }

    public void Dispose() => socket.Dispose();

    private static string Type(JsonElement message) =>
        message.GetProperty("type").GetString() + (message.TryGetProperty("id", out var id) ? " " + id.GetString() : "");
}
