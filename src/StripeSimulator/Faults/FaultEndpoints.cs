using System.Text.Json;
using Billing.StripeSimulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Faults;

internal static class FaultEndpoints
{
    private const int MaximumCalls = 1_000_000;

    public static void Map(IEndpointRouteBuilder routes, FaultPlan plan)
    {
        routes.MapPost("/_simulator/faults", http => AddAsync(http, plan));
        routes.MapGet("/_simulator/faults", http => Wire.WriteAsync(http, Show(plan)));
        routes.MapDelete("/_simulator/faults", http =>
        {
            plan.Clear();
            return Wire.WriteAsync(http, Show(plan));
        });
    }

    private static async Task AddAsync(HttpContext http, FaultPlan plan)
    {
        using var body = await Wire.ReadJsonAsync(http);
        var fault = body is { RootElement.ValueKind: JsonValueKind.Object } ? Fault.Parse(body.RootElement) : null;
        if (fault is null)
        {
            await Wire.WriteAsync(http, Wire.BadRequest("kind must be one of timeout_after_effect, timeout_before_effect, hang_after_effect, "
                + "hang_before_effect, http_500, http_429, delay_ms:N (N up to 600000)."));
            return;
        }

        var calls = 1;
        if (body!.RootElement.TryGetProperty("next", out var next)
            && !(next.ValueKind == JsonValueKind.Number && next.TryGetInt32(out calls) && calls is >= 1 and <= MaximumCalls))
        {
            await Wire.WriteAsync(http, Wire.BadRequest($"next must be a number from 1 to {MaximumCalls}."));
            return;
        }

        plan.Add(fault, calls);
        await Wire.WriteAsync(http, Show(plan));
    }

    private static Answer Show(FaultPlan plan) => Answer.Written(writer =>
    {
        writer.WriteStartArray();
        foreach (var (fault, remaining) in plan.Remaining())
        {
            writer.WriteStartObject();
            writer.WriteNumber("next", remaining);
            writer.WriteString("kind", fault.Name);
            writer.WriteString("method", fault.Method);
            writer.WriteString("path", fault.Path);
            writer.WriteBoolean("after_effect", fault.IsAfterEffect);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
