using System.Net.WebSockets;
using System.Text.Json;
using Billing.Api.Connections;
using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Http;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Contracts;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Billing.Api.WebSockets;

/// <summary>What all sockets share.</summary>
internal sealed record SocketParts(
    OperationRunner Runner, BearerToken Tokens, OpenConnections Connections, IGraphQLSerializer Serializer, GatewayLimits Limits, TimeProvider Time,
    IServiceScopeFactory Scopes, ILogger<GraphQLSocket> Logger);

/// <summary>
/// One WebSocket that speaks graphql-transport-ws. Its client's messages are read one after the other; operations run beside. Whoever finds
/// a reason to close it says so once; then the last words have a few seconds, and after these the connection is cut.
/// </summary>
internal sealed class GraphQLSocket : IOpenConnection
{
    private readonly WebSocket socket;
    private readonly HttpContext http;
    private readonly SocketParts parts;
    private readonly StreamLimits limits;
    private readonly Outgoing outgoing;
    private readonly SocketWriter writer;
    private readonly SocketOperations operations;
    private readonly Lock gate = new();
    private readonly SocketClock clock;
    private Caller? caller;
    private volatile CloseReason? closing;
    private bool isOver;
    private Task farewell = Task.CompletedTask;

    public GraphQLSocket(WebSocket socket, HttpContext http, SocketParts parts)
    {
        (this.socket, this.http, this.parts, limits) = (socket, http, parts, parts.Limits.Streams);
        outgoing = new(parts.Time);
        writer = new(socket, parts.Serializer, outgoing);
        operations = new(writer, parts.Runner, BrowserCheck.IsBrowser(http.Request), parts.Scopes, parts.Logger) { Ended = CloseIfDrained };
        clock = new(limits, parts.Time, outgoing);
    }

    /// <summary>Returns when the socket is closed and nothing of it runs any longer.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReceiveAsync();
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            // The client went without a word, or was cut off.
        }
        finally
        {
            operations.LeaveAll();
            if (socket.State is not (WebSocketState.Closed or WebSocketState.CloseSent or WebSocketState.CloseReceived)) http.Abort();
            await farewell;
            if (socket.State != WebSocketState.Closed) http.Abort();
            await operations.EndedAsync();
            lock (gate) isOver = true;
            if (caller is not null) parts.Connections.Leave(caller);
        }
    }

    /// <summary>The connection's end, and no fault of ours.</summary>
    public static bool IsBroken(Exception failure) =>
        failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;

    public void Close(CloseReason reason, ExecutionError? error = null)
    {
        lock (gate)
        {
            if (closing is not null) return;
            clock.Close();
            closing = reason;
            farewell = SayFarewellAsync(reason, operations.LeaveAll(), error);
        }
    }

    public void Look(Moment now)
    {
        switch (clock.Look(now, out var reason))
        {
            case SocketDue.Ping:
                _ = PingAsync();
                break;
            case SocketDue.Close:
                Close(reason!, reason == CloseReason.SlowConsumer ? SlowConsumerError.Make() : null);
                break;
            case SocketDue.Cut:
                Cut();
                break;
        }
    }

    /// <summary>Subscriptions end at once, queries and mutations may finish.</summary>
    public void Drain()
    {
        clock.Drain();
        CloseIfDrained();
    }

    private void Cut()
    {
        lock (gate)
        {
            if (!isOver) http.Abort();  // afterwards the server may use the context for another request
        }
    }

    private void CloseIfDrained()
    {
        if (clock.IsDraining && closing is null && !operations.HasSingleResults) Close(CloseReason.Stopping);
    }

    private async Task ReceiveAsync()
    {
        var reader = new MessageReader(socket, parts.Limits.BodyBytes);
        while (closing is null)
        {
            switch (await reader.ReadAsync(HandleAsync))
            {
                case MessageReader.Outcome.Closed:
                    Close(CloseReason.Normal);
                    await farewell;
                    return;
                case MessageReader.Outcome.Binary:
                    Close(CloseReason.Invalid("Messages are text"));
                    break;
                case MessageReader.Outcome.TooBig:
                    Close(CloseReason.TooBig);
                    break;
            }
        }
        await reader.DiscardAsync();
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> text)
    {
        if (closing is not null) return;
        clock.Hear();
        using var json = Parse(text);
        if (json is null) Close(CloseReason.Invalid("Messages are JSON"));
        else if (ClientMessage.TryRead(json.RootElement, out var message, out var problem)) await ObeyAsync(message);
        else Close(CloseReason.Invalid(problem));
    }

    private Task ObeyAsync(ClientMessage message)
    {
        switch (message.Type)
        {
            case ClientMessageType.ConnectionInit:
                return InitializeAsync(message.Payload);
            case ClientMessageType.Subscribe:
                return SubscribeAsync(message);
            case ClientMessageType.Complete:
                operations.Leave(message.Id);
                return Task.CompletedTask;
            case ClientMessageType.Ping:
                return writer.PongAsync(message.Payload);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task InitializeAsync(JsonElement payload)
    {
        if (clock.IsInitialized)
        {
            Close(CloseReason.SecondInit);
            return;
        }
        clock.Initialize();
        try
        {
            var verdict = await parts.Tokens.ReadAsync(InitPayload.Authorization(payload) ?? http.Request.Headers.Authorization);
            if (verdict.Caller is not { } known)
            {
                Close(CloseReason.BadToken);
            }
            else if (!parts.Connections.TryEnter(known))
            {
                Close(CloseReason.TooMany);
            }
            else
            {
                caller = known;
                await writer.AckAsync();
                clock.SignIn(verdict.ExpiresAt);
            }
        }
        catch (UnavailableException)
        {
            Close(CloseReason.Unavailable);
        }
    }

    private Task SubscribeAsync(ClientMessage message)
    {
        if (!clock.IsReady)
        {
            Close(CloseReason.BeforeInit);
            return Task.CompletedTask;
        }
        if (operations.IsOpen(message.Id))
        {
            Close(CloseReason.Duplicate(message.Id));
            return Task.CompletedTask;
        }
        if (clock.IsDraining) return Task.CompletedTask;     // the socket is about to close: the client starts it again on its next
        if (operations.Count >= limits.OperationsPerConnection)
        {
            return writer.ErrorAsync(message.Id, [TooManyOperations()]);
        }
        try
        {
            operations.Start(message.Id, RequestReader.Read(message.Payload), caller!, OperationRunner.TraceIdOf(http.TraceIdentifier));
        }
        catch (BadInputException error)
        {
            Close(CloseReason.Invalid(error.Message));
        }
        return Task.CompletedTask;
    }

    private ExecutionError TooManyOperations() => ErrorTranslator.Translate(
        new ApiException(ApiErrorCode.RateLimited, $"A connection may have at most {limits.OperationsPerConnection} operations open."), http.TraceIdentifier);

    private async Task PingAsync()
    {
        try
        {
            await writer.TryPingAsync();
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            // The reader notices as well.
        }
    }

    private async Task SayFarewellAsync(CloseReason reason, IReadOnlyList<SocketOperation> ended, ExecutionError? error)
    {
        await Task.Yield();     // whoever closes does not wait for it
        try
        {
            await writer.CloseAsync(reason, ended, error);
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            // It could not be told.
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text, ClientMessage.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
