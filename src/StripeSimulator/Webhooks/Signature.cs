using System.Security.Cryptography;
using System.Text;

namespace Billing.StripeSimulator.Webhooks;

internal static class Signature
{
    /// <summary>The value of <c>Stripe-Signature</c>: HMAC-SHA256 of time and raw body.</summary>
    /// <param name="at">Unix seconds: the receiver refuses what is too old.</param>
    public static string Of(byte[] payload, string secret, long at)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{at}."), .. payload];
        return $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
