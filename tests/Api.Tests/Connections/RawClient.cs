using System.Net.Sockets;
using System.Text;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Connections;

/// <summary>A client of bytes, which reads only what a test tells it to: nothing in between reads ahead.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket;
    private string unread = "";

    private RawClient(Socket socket) => this.socket = socket;

    /// <summary>Opens a WebSocket, signs in and subscribes; then reads no more.</summary>
    public static async Task<RawClient> WebSocketAsync(TestGateway gateway, string query)
    {
        var client = await ConnectAsync(gateway);
        await client.SendAsync(
            $"GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nAuthorization: Bearer {gateway.Token()}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await client.SendAsync(Frame("{\"type\":\"connection_init\"}"));
        await client.ReadUntilAsync("connection_ack\"}");
        await client.SendAsync(Frame($"{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"query\":\"{query}\"}}}}"));
        return client;
    }

    public static async Task<RawClient> EventStreamAsync(TestGateway gateway, string query)
    {
        var client = await ConnectAsync(gateway);
        await client.SendAsync(
            $"GET /graphql?query={Uri.EscapeDataString(query)} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Bearer {gateway.Token()}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await client.ReadUntilAsync("retry: 1000\n\n"), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Reads on until this comes; fails where the connection ends before.</summary>
    public async Task ReadUntilThereIsAsync(string text)
    {
        var buffer = new byte[64 * 1024];
        int at;
        while ((at = unread.IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            var count = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().Soon();
            Assert.True(count > 0, "The connection ended after: " + unread);
            unread = string.Concat(unread.AsSpan(Math.Max(0, unread.Length - text.Length)), Encoding.Latin1.GetString(buffer, 0, count));
        }
        unread = unread[(at + text.Length)..];
    }

    public void Dispose() => socket.Dispose();

    private static async Task<RawClient> ConnectAsync(TestGateway gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync("127.0.0.1", gateway.Client.BaseAddress!.Port, TestContext.Current.CancellationToken).AsTask().Soon();
        return new(socket);
    }

    private async Task SendAsync(string text) => await SendAsync(Encoding.ASCII.GetBytes(text));

    private async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes, TestContext.Current.CancellationToken).AsTask().Soon();

    private async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            Assert.Equal(1, await socket.ReceiveAsync(one, TestContext.Current.CancellationToken).AsTask().Soon());
            text.Append((char)one[0]);
        }
        return text.ToString();
    }

    /// <summary>A text frame as a client sends it; its mask is zero, which changes nothing.</summary>
    private static byte[] Frame(string text)
    {
        Assert.InRange(text.Length, 0, 125);
        return [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
    }
}
