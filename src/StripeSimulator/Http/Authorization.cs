using System.Text;
using Microsoft.AspNetCore.Http;

namespace Billing.StripeSimulator.Http;

internal static class Authorization
{
    /// <summary>Accepts <c>Bearer sk_…</c>, and the key as the user name of Basic authorization.</summary>
    /// <returns>401, or null when the call may go on.</returns>
    public static Answer? Refuse(HttpRequest request, string? required)
    {
        var key = KeyOf(request.Headers.Authorization.ToString());
        if (key is null)
        {
            return Unauthorized("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.");
        }

        var isAccepted = required is null
            ? key.StartsWith("sk_", StringComparison.Ordinal) || key.StartsWith("rk_", StringComparison.Ordinal)
            : key == required;
        return isAccepted ? null : Unauthorized("Invalid API Key provided.");
    }

    private static string? KeyOf(string header)
    {
        const string Bearer = "Bearer ";
        const string Basic = "Basic ";
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..].Trim();
        }

        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var decoded = new byte[header.Length];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), decoded, out var length)
            ? Encoding.UTF8.GetString(decoded, 0, length).Split(':')[0]
            : null;
    }

    private static Answer Unauthorized(string message) => Answer.Of(401, new Error { Type = "invalid_request_error", Message = message });
}
