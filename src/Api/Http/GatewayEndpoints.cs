using Billing.Api.Connections;
using Billing.Api.Schema;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Http;

/// <summary>The gateway's addresses: /graphql, /schema.graphql, /health/…, /webhooks/stripe, invoices as PDF, and / for browsers.</summary>
public static class GatewayEndpoints
{
    /// <summary>The host asks for the <see cref="ISchema"/> before it says that it is ready, so that a schema that cannot be served is found at the start.</summary>
    public static void MapBillingGateway(this IEndpointRouteBuilder app)
    {
        var schemaText = new Lazy<string>(() => SchemaText.Print(app.ServiceProvider.GetRequiredService<ISchema>()));
        app.MapOpenConnections("/graphql", GraphQLAsync);
        app.MapGet("/", context => ToIde(context, StatusCodes.Status404NotFound));
        app.MapGet("/schema.graphql", context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(schemaText.Value, context.RequestAborted);
        });
        app.MapHealth();
        StripeWebhook.Map(app);
        InvoiceDownload.Map(app);
    }

    /// <summary>/health/live and /health/ready, which a process without a gateway has too.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app) => Health.Map(app);

    private static Task GraphQLAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method) || (HttpMethods.IsGet(context.Request.Method) && !MediaTypes.AsksForPage(context.Request)))
        {
            return context.RequestServices.GetRequiredService<GraphQLHttp>().HandleAsync(context);
        }
        context.Response.Headers.Allow = "GET, POST";
        return HttpMethods.IsGet(context.Request.Method)
            ? ToIde(context, StatusCodes.Status405MethodNotAllowed)
            : End(context, StatusCodes.Status405MethodNotAllowed);
    }

    private static Task ToIde(HttpContext context, int otherwise)
    {
        context.Response.Headers.Vary = "Accept";
        if (!MediaTypes.AsksForPage(context.Request))
        {
            return End(context, otherwise);
        }
        context.Response.Headers.Remove("Allow");
        context.Response.Redirect("/ide");
        return Task.CompletedTask;
    }

    private static Task End(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
