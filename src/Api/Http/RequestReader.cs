using System.Buffers;
using System.Text.Json;
using Billing.Api.Errors;
using Billing.Api.Execution;
using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Billing.Api.Http;

/// <summary>Reads the JSON of a GraphQL request. Strict: what is not a well-formed request is refused, unknown members are ignored.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <exception cref="BadInputException">Not JSON, or not a request.</exception>
    public static OperationRequest Read(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return Read(json.RootElement);
    }

    /// <summary>One request, or an array of them.</summary>
    /// <param name="most">Requests that an array may hold; below two, no array is read.</param>
    /// <exception cref="BadInputException">Not JSON, or not a request.</exception>
    /// <exception cref="TooComplexException">Too many requests.</exception>
    public static (IReadOnlyList<OperationRequest> Requests, bool IsBatch) ReadMany(ReadOnlyMemory<byte> body, int most)
    {
        using var json = Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Array || most < 2) return ([Read(json.RootElement)], false);
        var count = json.RootElement.GetArrayLength();
        if (count == 0) throw new BadInputException("The batch holds no request.");
        if (count > most) throw new TooComplexException($"A batch may hold at most {most} requests.");
        return ([.. json.RootElement.EnumerateArray().Select(Read)], true);
    }

    /// <summary>A request that is part of something else: a WebSocket message's payload.</summary>
    /// <exception cref="BadInputException">Not a request.</exception>
    public static OperationRequest Read(JsonElement root)
    {
        try
        {
            return ReadMembers(root);
        }
        catch (InvalidOperationException)   // a lone surrogate, \ud800: the reader finds it only where a text is taken out
        {
            throw new BadInputException("The body has text that is not Unicode.");
        }
    }

    /// <summary>The parameters of an address: variables and extensions are JSON.</summary>
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
        return Read(json.WrittenMemory);
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

    private static OperationRequest ReadMembers(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            throw new BadInputException("Batches are not accepted: send one request at a time.");
        }
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException("The body must be a JSON object.");
        }
        var extensions = Member(root, "extensions", JsonValueKind.Object);
        var request = new OperationRequest(
            Member(root, "query", JsonValueKind.String)?.GetString(),
            Member(root, "operationName", JsonValueKind.String)?.GetString(),
            Member(root, "variables", JsonValueKind.Object) is { } variables ? JsonInputs.Read(variables) : Inputs.Empty)
        {
            DocumentId = Member(root, "documentId", JsonValueKind.String)?.GetString(),
            PersistedHash = extensions is { } given ? PersistedHash(given) : null,
        };
        return request is { Query: null, DocumentId: null, PersistedHash: null } ? throw new BadInputException("The request has no query.", "query") : request;
    }

    private static string? PersistedHash(JsonElement extensions)
    {
        if (Member(extensions, "persistedQuery", JsonValueKind.Object) is not { } persisted) return null;
        if (!persisted.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1)
            throw new BadInputException("persistedQuery must be of version 1.", "extensions.persistedQuery.version");
        return Member(persisted, "sha256Hash", JsonValueKind.String)?.GetString()
            ?? throw new BadInputException("persistedQuery has no sha256Hash.", "extensions.persistedQuery.sha256Hash");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException)
        {
            throw new BadInputException("The body is not valid JSON.");
        }
    }

    private static JsonElement? Member(JsonElement root, string name, JsonValueKind kind)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return member.ValueKind == kind ? member : throw new BadInputException($"{name} must be {(kind == JsonValueKind.String ? "a string" : "an object")}.", name);
    }
}
