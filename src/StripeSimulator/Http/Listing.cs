using System.Text.Json;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Http;

/// <summary>Stripe's lists: newest first, <c>limit</c> 1 to 100 (10), <c>starting_after</c> an id, <c>created[gte|gt|lte|lt]</c> in
/// unix seconds.</summary>
internal static class Listing
{
    private const long DefaultLimit = 10;
    private const long MaximumLimit = 100;

    public static Answer Page<T>(Call call, string url, string noun, Func<T, bool> matches)
        where T : Resource
    {
        var limit = call.Form.Integer("limit") ?? DefaultLimit;
        if (limit is < 1 or > MaximumLimit)
        {
            throw Refusal.BadParameter("parameter_invalid_integer", "limit", $"This value must be between 1 and {MaximumLimit}.");
        }

        var rest = Filtered(call, matches);
        if (call.Form.Text("starting_after") is { } cursor)
        {
            _ = call.Find<T>(cursor) ?? throw Refusal.Missing(noun, cursor, "starting_after");
            rest = rest.SkipWhile(resource => resource.Id != cursor).Skip(1);
        }

        var page = rest.Take((int)limit + 1).ToList();
        return Answer.Written(writer => Write(writer, url, page.Take((int)limit), page.Count > limit));
    }

    private static IEnumerable<T> Filtered<T>(Call call, Func<T, bool> matches)
        where T : Resource
    {
        var exact = call.Form.Integer("created");
        var from = call.Form.Integer("created[gte]") ?? long.MinValue;
        var after = call.Form.Integer("created[gt]") ?? long.MinValue;
        var to = call.Form.Integer("created[lte]") ?? long.MaxValue;
        var before = call.Form.Integer("created[lt]") ?? long.MaxValue;
        return call.NewestFirst<T>().Where(resource =>
            (exact is null || resource.Created == exact)
            && resource.Created >= from && resource.Created > after && resource.Created <= to && resource.Created < before
            && matches(resource));
    }

    private static void Write(Utf8JsonWriter writer, string url, IEnumerable<Resource> page, bool hasMore)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (var resource in page)
        {
            JsonSerializer.Serialize(writer, resource, resource.GetType(), Json.Stripe);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("has_more", hasMore);
        writer.WriteString("url", url);
        writer.WriteEndObject();
    }
}
