using System.Numerics;
using System.Text.Json;
using GraphQL;

namespace Billing.Api.Http;

/// <summary>Variables as the library wants them: whole numbers as the smallest type that holds them, others as <c>double</c> (no scalar of ours takes one).</summary>
internal static class JsonInputs
{
    public static Inputs Read(JsonElement variables) => new(Members(variables));

    private static Dictionary<string, object?> Members(JsonElement value)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = Value(member.Value);
        }
        return members;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => Members(value),
        _ => null,
    };

    private static object Number(JsonElement value)
    {
        if (value.TryGetInt32(out var small))
        {
            return small;
        }
        if (value.TryGetInt64(out var large))
        {
            return large;
        }
        var text = value.GetRawText();
        return text.Length <= 100 && BigInteger.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var huge) ? huge : value.GetDouble();
    }
}
