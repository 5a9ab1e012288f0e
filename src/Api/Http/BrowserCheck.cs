using Microsoft.AspNetCore.Http;

namespace Billing.Api.Http;

/// <summary>Tells pages in browsers from programs, by the headers that no page can leave out.</summary>
internal static class BrowserCheck
{
    public static bool IsBrowser(HttpRequest request) => request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Mode");
}
