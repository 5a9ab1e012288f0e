using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain.Members;

namespace Billing.Contracts.Serialization;

/// <summary>A roster is its members; what it looks them up by is made anew.</summary>
internal sealed class RosterConverter : JsonConverter<Roster>
{
    public override Roster Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Roster.Of(JsonSerializer.Deserialize<Member[]>(ref reader, options) ?? throw new JsonException("A roster is missing."));

    public override void Write(Utf8JsonWriter writer, Roster value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Order.Select(place => value[new(place.MemberId)]), options);
}
