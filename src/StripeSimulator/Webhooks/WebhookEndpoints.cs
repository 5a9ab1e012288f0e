using System.Text.Json;
using Billing.StripeSimulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Webhooks;

internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, WebhookSender sender)
    {
        routes.MapGet("/_simulator/webhooks", http => Wire.WriteAsync(http, Show(sender)));
        routes.MapPost("/_simulator/webhooks", http => SwitchAsync(http, sender));
        routes.MapPost("/_simulator/webhooks/release", http => ReleaseAsync(http, sender));
    }

    private static async Task SwitchAsync(HttpContext http, WebhookSender sender)
    {
        WebhookMode? mode = (await Wire.ReadFormOrJsonAsync(http)).Text("mode") switch
        {
            "normal" => WebhookMode.Normal,
            "drop" => WebhookMode.Drop,
            "double" => WebhookMode.Double,
            "hold" => WebhookMode.Hold,
            _ => null,
        };
        if (mode is { } known)
        {
            sender.Switch(known);
        }

        await Wire.WriteAsync(http, mode is null ? Wire.BadRequest("mode must be one of normal, drop, double, hold.") : Show(sender));
    }

    /// <summary><c>{"order":"reverse"}</c> sends the newest first.</summary>
    private static async Task ReleaseAsync(HttpContext http, WebhookSender sender)
    {
        sender.Release((await Wire.ReadFormOrJsonAsync(http)).Text("order") == "reverse");
        await Wire.WriteAsync(http, Show(sender));
    }

    private static Answer Show(WebhookSender sender) => Answer.Written(writer =>
    {
        var (mode, held, delivered) = sender.Status();
        writer.WriteStartObject();
        writer.WriteString("mode", JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()));
        writer.WriteNumber("held", held);
        writer.WriteNumber("delivered", delivered);
        writer.WriteString("target", sender.Target?.ToString());
        writer.WriteEndObject();
    });
}
