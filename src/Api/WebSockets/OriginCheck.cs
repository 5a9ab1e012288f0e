using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.WebSockets;

/// <summary>A browser says which page opens a WebSocket, and asks nobody's leave: so pages of elsewhere are refused here.</summary>
internal static class OriginCheck
{
    /// <summary>True where there is no <c>Origin</c> (no browser), where it is the host that the request was sent to, and for those allowed.</summary>
    public static bool Allows(HttpRequest request, ISet<string> allowed)
    {
        var origin = request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origin)) return true;
        return origin is [{ } text] && (allowed.Contains(text) || IsOwn(text, request.Host));
    }

    /// <summary>The scheme may differ: where TLS ends in front of the service, it sees http.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && host.HasValue
        && uri.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == "https" ? 443 : 80));
}
