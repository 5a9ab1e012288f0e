using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain.Organizations;

namespace Billing.Api.Input;

/// <summary>Tells whether a key comes with the same order again (D4). What was left out leaves no trace, so a field that a later version adds changes no fingerprint.</summary>
public static class InputFingerprint
{
    /// <summary>Null where there is no key.</summary>
    /// <param name="mutation">Its name in the schema.</param>
    public static KeyClaim? Claim(string subject, string? key, string mutation, object input)
    {
        if (key is null)
        {
            return null;
        }
        var written = JsonSerializer.Serialize(input, input.GetType(), BillingJson.Options);
        return new(Hash($"{subject}\n{key}"), Hash($"{mutation}\n{written}"));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
