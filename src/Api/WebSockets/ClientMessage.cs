using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Billing.Api.WebSockets;

internal enum ClientMessageType
{
    ConnectionInit,
    Subscribe,
    Complete,
    Ping,
    Pong,
}

/// <summary>One message of the subprotocol as a client may send it.</summary>
/// <param name="Id">Of the operation; empty where the type has none.</param>
/// <param name="Payload">An object, or <see cref="JsonValueKind.Undefined"/> for none.</param>
internal readonly record struct ClientMessage(ClientMessageType Type, string Id, JsonElement Payload)
{
    private const int LongestId = 255;

    /// <summary>The envelope takes two levels beside those of a request over HTTP.</summary>
    public static JsonDocumentOptions Json { get; } = new() { MaxDepth = 34, AllowDuplicateProperties = false };

    public static bool TryRead(JsonElement root, out ClientMessage message, [NotNullWhen(false)] out string? problem)
    {
        message = default;
        try
        {
            problem = Read(root, ref message);
        }
        catch (InvalidOperationException)   // a lone surrogate, \ud800: the reader finds it only where a text is taken out
        {
            problem = "A message has text that is not Unicode";
        }
        return problem is null;
    }

    private static string? Read(JsonElement root, ref ClientMessage message)
    {
        if (root.ValueKind != JsonValueKind.Object) return "A message is a JSON object";
        if (!root.TryGetProperty("type", out var name) || name.ValueKind != JsonValueKind.String) return "A message has a type";
        if (TypeOf(name.GetString()) is not { } type) return "Clients send connection_init, subscribe, complete, ping and pong";
        if (!TryPayload(root, out var payload)) return "payload must be an object";
        var id = "";
        if (type is ClientMessageType.Subscribe or ClientMessageType.Complete)
        {
            if (!root.TryGetProperty("id", out var its) || its.ValueKind != JsonValueKind.String) return "id must be a string";
            id = its.GetString()!;
            if (id.Length is 0 or > LongestId) return $"id has 1 to {LongestId} characters";
        }
        if (type == ClientMessageType.Subscribe && payload.ValueKind == JsonValueKind.Undefined) return "subscribe has a payload";
        message = new(type, id, payload);
        return null;
    }

    private static bool TryPayload(JsonElement root, out JsonElement payload)
    {
        if (root.TryGetProperty("payload", out payload) && payload.ValueKind != JsonValueKind.Null) return payload.ValueKind == JsonValueKind.Object;
        payload = default;
        return true;
    }

    private static ClientMessageType? TypeOf(string? name) => name switch
    {
        "connection_init" => ClientMessageType.ConnectionInit,
        "subscribe" => ClientMessageType.Subscribe,
        "complete" => ClientMessageType.Complete,
        "ping" => ClientMessageType.Ping,
        "pong" => ClientMessageType.Pong,
        _ => null,
    };
}
