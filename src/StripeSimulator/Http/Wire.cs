using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Billing.StripeSimulator.Http;

/// <summary>Reads and writes bodies.</summary>
internal static class Wire
{
    public static async Task WriteAsync(HttpContext http, Answer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>The parameters of a call: the query of a GET, the form of a POST.</summary>
    public static async Task<Form> ReadFormAsync(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) ? new(http.Request.Query)
        : http.Request.HasFormContentType ? new(await http.Request.ReadFormAsync(new FormOptions { ValueCountLimit = 1000 }))
        : http.Request.ContentLength is > 0 ? throw Refusal.BadParameter("parameter_invalid_string", "body", "Bodies are form-encoded.")
        : new([]);

    /// <summary>The parameters of one of the simulator's own calls: a form's, or those of a flat JSON object.</summary>
    public static async Task<Form> ReadFormOrJsonAsync(HttpContext http)
    {
        if (http.Request.HasFormContentType)
        {
            return await ReadFormAsync(http);
        }

        using var body = await ReadJsonAsync(http);
        return body is not { RootElement.ValueKind: JsonValueKind.Object } ? new([]) : new([.. body.RootElement.EnumerateObject()
            .Select(property => KeyValuePair.Create(property.Name, new StringValues(Text(property.Value))))]);
    }

    /// <returns>Null when the body is empty or no JSON.</returns>
    public static async Task<JsonDocument?> ReadJsonAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Answer BadRequest(string message) => Answer.Of(400, new Error { Type = "invalid_request_error", Message = message });

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };
}
