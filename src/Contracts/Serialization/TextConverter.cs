using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts.Serialization;

/// <summary>A value that is a text in JSON, as a value and as a property's name.</summary>
internal sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> print) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString() ?? throw new JsonException("A text is missing."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(print(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(print(value));
}
