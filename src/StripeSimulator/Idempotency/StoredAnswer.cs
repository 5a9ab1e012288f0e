using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Billing.StripeSimulator.Http;

namespace Billing.StripeSimulator.Idempotency;

/// <summary>What was answered under an idempotency key: a repetition gets the same status and body, failures included.</summary>
/// <param name="Endpoint">Method and path of the first call.</param>
/// <param name="Fingerprint">A hash of the first call's parameters, in any order.</param>
/// <param name="At">Unix seconds: 24 hours later the key is forgotten.</param>
internal sealed record StoredAnswer(string Key, string Endpoint, string Fingerprint, long At, int Status, string Body)
{
    public const int MaximumKeyLength = 255;

    private const long LifetimeSeconds = 24 * 60 * 60;

    [JsonIgnore]
    public Answer Answer => new(Status, Encoding.UTF8.GetBytes(Body));

    public bool IsExpired(long now) => now - At >= LifetimeSeconds;

    /// <summary>The error of a repetition that is none; null when endpoint and parameters are the first call's.</summary>
    public Answer? Mismatch(string endpoint, string fingerprint)
    {
        if (endpoint != Endpoint)
        {
            return Refuse($"Keys for idempotent requests can only be used for the same endpoint they were first used for ('{endpoint}' vs '{Endpoint}'). "
                + $"Try using a key other than '{Key}' if you meant to execute a different request.");
        }

        return fingerprint == Fingerprint ? null
            : Refuse("Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + $"Try using a key other than '{Key}' if you meant to execute a different request.");
    }

    public static string FingerprintOf(Form form)
    {
        var text = string.Join('&', form.Pairs
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
            .Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Answer Refuse(string message) => Answer.Of(400, new Error { Type = "idempotency_error", Message = message });
}
