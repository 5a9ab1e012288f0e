using Billing.Api.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Http;

/// <summary>POST /webhooks/stripe: transport only. 200 once the hint is stored, 400 for what is not Stripe's.</summary>
internal static class StripeWebhook
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/webhooks/stripe", HandleAsync);

    private static async Task HandleAsync(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<GatewayLimits>();
        var receiver = context.RequestServices.GetService<IWebhookReceiver>();
        if (receiver is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var isGood = context.Request.Headers["Stripe-Signature"] is [{ Length: > 0 and <= 1_000 } signature]
            && await BoundedBody.ReadAsync(context.Request, limits.BodyBytes) is { } body
            && await receiver.AcceptAsync(body, signature);
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }
}
