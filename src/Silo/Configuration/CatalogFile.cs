using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain;
using Billing.Domain.Catalog;

namespace Billing.Silo.Configuration;

/// <summary>Reads the catalog file (A34).</summary>
internal static class CatalogFile
{
    private const long MostPerGb = 100_000_000;
    private const int MostPerObject = 100_000;
    private const long MostAllocated = 1_000_000_000_000_000_000;

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
            CheckStorage(catalog, path);
            return catalog;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ConfigurationException($"Billing:Catalog: {path} cannot be read: {failure.Message}");
        }
    }

    /// <summary>Within these bounds no month's storage overflows what an invoice can hold.</summary>
    private static void CheckStorage(Catalog catalog, string path)
    {
        StoragePrice[] prices = [new(catalog.Currency, catalog.DataPricePerGb, catalog.AttachmentPricePerGb), .. catalog.StoragePrices];
        if (prices.Any(price => price.DataPerGb is < 0 or > MostPerGb || price.AttachmentPerGb is < 0 or > MostPerGb))
            throw new ConfigurationException($"Billing:Catalog: {path}: a gigabyte costs between 0 and {MostPerGb} minor units.");
        if (prices.DistinctBy(price => price.Currency).Count() != prices.Length)
            throw new ConfigurationException($"Billing:Catalog: {path}: storagePrices has a currency twice, or the catalog's own.");
        if (catalog.ObjectSizes.Any(size => size.Bytes is < 0 or > MostPerObject) || catalog.ObjectSizes.DistinctBy(size => size.Kind).Count() != catalog.ObjectSizes.Length)
            throw new ConfigurationException($"Billing:Catalog: {path}: each kind of object has one size, between 0 and {MostPerObject} bytes.");
        if (catalog.Plans.Any(plan => Allocations(plan).Any(bytes => bytes is < 0 or > MostAllocated)))
            throw new ConfigurationException($"Billing:Catalog: {path}: a storage allocation is between 0 and {MostAllocated} bytes.");
    }

    private static long[] Allocations(Plan plan) =>
    [
        plan.DataBytes, plan.AttachmentBytes, plan.DataBytesPerSeat, plan.AttachmentBytesPerSeat, plan.DataBytesPerThousandConversations ?? 0,
        plan.AttachmentBytesPerThousandConversations ?? 0,
    ];

    private sealed class CurrencyConverter : JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Currency.Of(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}
