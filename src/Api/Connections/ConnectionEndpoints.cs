using Billing.Api.Http;
using Billing.Api.ServerSentEvents;
using Billing.Api.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Connections;

/// <summary>Registers and maps what stays open: WebSockets and event streams.</summary>
internal static class ConnectionEndpoints
{
    public static void AddOpenConnections(this IServiceCollection services)
    {
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<BearerToken>();
        services.AddSingleton<SocketParts>();
        services.AddSingleton<WebSocketEndpoint>();
        services.AddSingleton<EventStreamParts>();
        services.AddSingleton<EventStreamEndpoint>();
    }

    /// <param name="otherwise">Answers the requests that open neither.</param>
    public static void MapOpenConnections(this IEndpointRouteBuilder app, string address, RequestDelegate otherwise)
    {
        var pipeline = app.CreateApplicationBuilder();
        pipeline.UseWebSockets(new() { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        pipeline.Run(context =>
            context.WebSockets.IsWebSocketRequest ? context.RequestServices.GetRequiredService<WebSocketEndpoint>().HandleAsync(context)
            : EventStreamRequest.IsWanted(context.Request) ? context.RequestServices.GetRequiredService<EventStreamEndpoint>().HandleAsync(context)
            : otherwise(context));
        app.Map(address, app.ForPages(pipeline.Build()));
    }
}
