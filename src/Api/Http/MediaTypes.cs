using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Billing.Api.Http;

/// <summary>Chooses the media type of an answer, and judges that of a request, as the GraphQL-over-HTTP draft says.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>The one that the client likes best; JSON where it has no wish. Null where it accepts neither.</summary>
    public static string? ForAnswer(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(accept) || accept == Json)
        {
            return Json;
        }
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return null;
        }
        var json = Quality(ranges, Json, out var jsonPlace);
        var graphQL = Quality(ranges, GraphQLResponse, out var graphQLPlace);
        if (json <= 0 && graphQL <= 0)
        {
            return null;
        }
        var prefersGraphQL = graphQL > json || (graphQL == json && graphQLPlace < jsonPlace);
        return prefersGraphQL ? GraphQLResponse : Json;
    }

    /// <summary>True for JSON in UTF-8, which is all that JSON can be.</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset == "\"utf-8\"");

    /// <summary>A browser on its way to a page.</summary>
    public static bool AsksForPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges)
        && ranges.Any(range => range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && range.Quality is not 0);

    /// <summary>The quality that the most specific range gives to a type; its place decides between equals.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type, out int place)
    {
        var wanted = new MediaTypeHeaderValue(type);
        var specificity = -1;
        double quality = 0;
        place = int.MaxValue;
        for (var index = 0; index < ranges.Count; index++)
        {
            var range = ranges[index];
            var itsSpecificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            var matches = itsSpecificity == 2
                ? range.MediaType.Equals(wanted.MediaType, StringComparison.OrdinalIgnoreCase)
                : range.MatchesAllTypes || range.Type.Equals(wanted.Type, StringComparison.OrdinalIgnoreCase);
            if (matches && itsSpecificity > specificity)
            {
                (specificity, quality, place) = (itsSpecificity, range.Quality ?? 1, itsSpecificity == 2 ? index : ranges.Count);
            }
        }
        return quality;
    }
}
