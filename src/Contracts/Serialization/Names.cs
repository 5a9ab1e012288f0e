using System.Text.Json;

namespace Billing.Contracts.Serialization;

/// <summary>Enum values by their names in the API and in the read model: <c>PastDue</c> is <c>PAST_DUE</c>.</summary>
public static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
