using System.Net.WebSockets;
using System.Text.Json;
using Billing.Api.Connections;
using GraphQL;

namespace Billing.Api.WebSockets;

/// <summary>Writes the subprotocol's messages. One is serialized at a time, when it is its turn to leave.</summary>
internal sealed class SocketWriter(WebSocket socket, IGraphQLSerializer serializer, Outgoing outgoing)
{
    private static readonly byte[] Ack = "{\"type\":\"connection_ack\"}"u8.ToArray();
    private static readonly byte[] Ping = "{\"type\":\"ping\"}"u8.ToArray();

    public Task AckAsync() => outgoing.SendAsync(() => SendAsync(Ack));

    /// <summary>Asks whether the client lives, where nothing else is on its way to it.</summary>
    public Task TryPingAsync() => outgoing.TrySendAsync(() => SendAsync(Ping));

    /// <param name="payload">The ping's own, or none.</param>
    public Task PongAsync(JsonElement payload) => outgoing.SendAsync(() => SendAsync(async message =>
    {
        message.Write("{\"type\":\"pong\""u8);
        if (payload.ValueKind == JsonValueKind.Object)
        {
            message.Write(",\"payload\":"u8);
            await serializer.WriteAsync(message, payload);
        }
        message.Write("}"u8);
    }));

    /// <summary>A result of an operation, unless the client has left it meanwhile.</summary>
    public Task NextAsync(SocketOperation operation, ExecutionResult result) => outgoing.SendAsync(
        () => operation.IsLeft ? Task.CompletedTask : SendAsync(operation.Id, "next", result), operation.Leaving);

    /// <summary>The end of an operation that failed.</summary>
    public Task ErrorAsync(string id, IEnumerable<ExecutionError> errors) => outgoing.SendAsync(() => SendAsync(id, "error", errors));

    public Task CompleteAsync(SocketOperation operation) => outgoing.SendAsync(() => SendAsync(operation.Id, "complete", (object?)null));

    /// <summary>The last word. Before it, where there is one, why each of these operations ends.</summary>
    public Task CloseAsync(CloseReason reason, IReadOnlyList<SocketOperation> operations, ExecutionError? error) => outgoing.SendAsync(async () =>
    {
        if (error is not null)
        {
            foreach (var operation in operations) await SendAsync(operation.Id, "error", (IEnumerable<ExecutionError>)[error]);
        }
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(reason.Status, reason.Text, CancellationToken.None);
        }
    });

    private Task SendAsync<T>(string id, string type, T payload) => SendAsync(async message =>
    {
        message.Write("{\"id\":"u8);
        await serializer.WriteAsync(message, id);
        message.Write(",\"type\":\""u8);
        message.Write(System.Text.Encoding.ASCII.GetBytes(type));
        message.Write("\""u8);
        if (payload is not null)
        {
            message.Write(",\"payload\":"u8);
            await serializer.WriteAsync(message, payload);
        }
        message.Write("}"u8);
    });

    private async Task SendAsync(Func<PooledStream, Task> write)
    {
        await using var message = new PooledStream();
        await write(message);
        await SendAsync(message.Written);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        if (socket.State == WebSocketState.Open)
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}
