using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain;
using Billing.Domain.Catalog;

namespace Billing.Silo.Configuration;

/// <summary>Reads the catalog file (A34).</summary>
internal static class CatalogFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new CurrencyConverter() },
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="ConfigurationException">The file is missing, or does not say what it must.</exception>
    public static Catalog Read(string path)
    {
        try
        {
            var catalog = JsonSerializer.Deserialize<Catalog>(File.ReadAllBytes(path), Options)!;
            foreach (var plan in Enum.GetValues<PlanCode>())
                if (catalog.Plans.Count(row => row.Code == plan) != 1) throw new ConfigurationException($"Billing:Catalog: {path} must have the plan {plan} exactly once.");
            return catalog;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ConfigurationException($"Billing:Catalog: {path} cannot be read: {failure.Message}");
        }
    }

    private sealed class CurrencyConverter : JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Currency.Of(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}
