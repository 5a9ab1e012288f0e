using System.Buffers;
using System.Text.Json;
using Billing.Api.Errors;
using Billing.Api.Execution;
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

    /// <exception cref="BadInputException">Not a request.</exception>
    public static OperationRequest Read(IQueryCollection parameters)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in parameters)
            {
                if (values is not [{ } value]) throw new BadInputException("A parameter comes once.", name);
                writer.WritePropertyName(name);
                if (name is "variables" or "extensions") WriteRaw(writer, name, value);
                else writer.WriteStringValue(value);
            }
            writer.WriteEndObject();
        }
        return RequestReader.Read(json.WrittenMemory);
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string value)
    {
        try
        {
            writer.WriteRawValue(value);
        }
        catch (JsonException)
        {
            throw new BadInputException($"{name} must be JSON.", name);
        }
    }
}
