using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Billing.Grains.Payments;

/// <summary>The scheme v1 of <c>Stripe-Signature: t=…,v1=…</c>: HMAC-SHA256 over the time, a dot and the body.</summary>
/// <remarks>Not the client library's check: that one takes decoded text, not the bytes that came, and answers a strange header with
/// exceptions of many kinds.</remarks>
internal sealed class StripeSignature(string secret)
{
    private const long ToleranceInSeconds = 300;
    private const int LongestHeader = 4096;
    private const int LongestTime = 12;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    /// <summary>True when one of the header's v1 signatures fits (several stand there while a secret is exchanged), and its time is
    /// within 300 s of now.</summary>
    public bool IsGenuine(ReadOnlySpan<byte> body, string header, Instant now)
    {
        if (header.Length > LongestHeader || Parse(header) is not { } parsed)
            return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - parsed.Seconds) > ToleranceInSeconds)
            return false;

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(parsed.Time + "."));
        hmac.AppendData(body);
        hmac.GetHashAndReset(expected);

        var genuine = false;
        foreach (var signature in parsed.Signatures)
            genuine |= CryptographicOperations.FixedTimeEquals(signature, expected);
        return genuine;
    }

    private static (string Time, long Seconds, List<byte[]> Signatures)? Parse(string header)
    {
        string? time = null;
        var seconds = 0L;
        var signatures = new List<byte[]>();
        foreach (var item in header.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, value) = item.IndexOf('=') is > 0 and var at ? (item[..at], item[(at + 1)..]) : (item, "");
            if (name == "t")
            {
                if (time is not null || value.Length > LongestTime
                    || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
                    return null;
                time = value;
            }
            else if (name == "v1" && HashOrNull(value) is { } signature)
            {
                signatures.Add(signature);
            }
        }

        return time is null || signatures.Count == 0 ? null : (time, seconds, signatures);
    }

    private static byte[]? HashOrNull(string hexadecimal)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        return hexadecimal.Length == 2 * bytes.Length
            && Convert.FromHexString(hexadecimal, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }
}
