using Billing.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Billing.Api.ServerSentEvents;

/// <summary>What asks for an event stream: POST with JSON, or GET with parameters, which is all that a browser's own EventSource can send.</summary>
internal static class EventStreamRequest
{
    public const string MediaType = "text/event-stream";

    /// <summary>Whether the client likes an event stream best. Naming everything (<c>*/*</c>) is no wish for one.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(accept)) return false;
        if (accept == MediaType) return true;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return false;
        var (best, bestQuality) = ("", 0.0);
        foreach (var range in ranges)
        {
            var known = range.MediaType.Value is MediaType or MediaTypes.Json or MediaTypes.GraphQLResponse;
            if (known && (range.Quality ?? 1) > bestQuality) (best, bestQuality) = (range.MediaType.Value!, range.Quality ?? 1);
        }
        return best == MediaType;
    }
}
