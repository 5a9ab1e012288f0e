using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Billing.EndToEnd.Tests.Subscriptions;

/// <summary>One subscription over a WebSocket of its own, as an integrator would hold it.</summary>
internal sealed class EventSocket : IDisposable
{
    private readonly ClientWebSocket socket = new();

    private EventSocket() => socket.Options.AddSubProtocol("graphql-transport-ws");

    public static async Task<EventSocket> OpenAsync(string address, string token, string document, object variables)
    {
        var opened = new EventSocket();
        await opened.socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/graphql" }.Uri, Soon());
        await opened.SendAsync(new JsonObject { ["type"] = "connection_init", ["payload"] = new JsonObject { ["Authorization"] = "Bearer " + token } });
        Assert.Equal("connection_ack", (string?)(await opened.ReceiveAsync())?["type"]);
        await opened.SendAsync(new JsonObject
        {
            ["id"] = "1", ["type"] = "subscribe",
            ["payload"] = new JsonObject { ["query"] = document, ["variables"] = System.Text.Json.JsonSerializer.SerializeToNode(variables) },
        });
        return opened;
    }

    /// <summary>The root field of the next event; null where the connection is gone.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        while (await ReceiveAsync() is { } message)
        {
            switch ((string?)message["type"])
            {
                case "next": return message["payload"]!["data"]!.AsObject().First().Value!.AsObject();
                case "ping": await SendAsync(new JsonObject { ["type"] = "pong" }); break;
                default: throw new InvalidOperationException(message.ToJsonString());
            }
        }

        return null;
    }

    public void Dispose() => socket.Dispose();

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    private Task SendAsync(JsonObject message) => socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, Soon());

    private async Task<JsonObject?> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, Soon());
                if (received.MessageType == WebSocketMessageType.Close) return null;
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
                if (received.EndOfMessage) return JsonNode.Parse(text.ToString())!.AsObject();
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
