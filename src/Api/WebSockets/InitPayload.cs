using System.Text.Json;

namespace Billing.Api.WebSockets;

/// <summary>What a client says of itself in <c>connection_init</c>: <c>{"Authorization": "Bearer …"}</c>.</summary>
internal static class InitPayload
{
    /// <returns>Null where it says nothing; what is no text is no token either.</returns>
    public static string? Authorization(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object) return null;
        if (!payload.TryGetProperty("Authorization", out var value) && !payload.TryGetProperty("authorization", out value)) return null;
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : "";
        }
        catch (InvalidOperationException)   // a lone surrogate
        {
            return "";
        }
    }
}
