using Billing.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Billing.Api.WebSockets;

/// <summary>Opens WebSockets at /graphql.</summary>
internal sealed class WebSocketEndpoint(GatewayOptions options, SocketParts parts)
{
    public const string Protocol = "graphql-transport-ws";

    public async Task HandleAsync(HttpContext context)
    {
        if (!OriginCheck.Allows(context.Request, options.AllowedOrigins))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        if (parts.Connections.IsFull)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            return;
        }
        // The slow have a rule of their own, and it tells them.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace) pace.MinDataRate = null;
        await RunAsync(context);
    }

    private async Task RunAsync(HttpContext context)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        // A browser tells its page why a socket was closed only where it was opened first, in a protocol that the page offered.
        var agreed = offered.Contains(Protocol) ? Protocol : offered.FirstOrDefault();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = agreed, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var connection = new GraphQLSocket(socket, context, parts);
        if (!parts.Connections.TryAdd(connection))
        {
            context.Abort();
            return;
        }
        try
        {
            if (agreed != Protocol) connection.Close(CloseReason.WrongProtocol);
            await connection.RunAsync();
        }
        finally
        {
            parts.Connections.Remove(connection);
        }
    }
}
