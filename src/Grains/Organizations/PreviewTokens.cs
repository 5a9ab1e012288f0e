using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>Signs what a preview was priced from, so that a purchase costs exactly what was shown or is refused (A26, P15).</summary>
public sealed class PreviewTokens(IDeploymentSettings settings)
{
    private const int SignatureBytes = 16;

    public string Sign(PreviewClaim claim)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', claim.Organization.Value, claim.What, claim.Basis, claim.ExpiresAt.ToUnixTimeTicks()));
        return Base64Url.EncodeToString([.. Signature(text), .. text]);
    }

    /// <summary>Null where the token is none of ours, or was tampered with.</summary>
    public PreviewClaim? Read(string? token)
    {
        if (token is null || token.Length > 1_000 || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SignatureBytes) return null;
        var text = bytes.AsSpan(SignatureBytes);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureBytes), Signature(text))) return null;
        var parts = Encoding.UTF8.GetString(text).Split('\n');
        return new(new(parts[0]), parts[1], parts[2], Instant.FromUnixTimeTicks(long.Parse(parts[3])));
    }

    private byte[] Signature(ReadOnlySpan<byte> text)
    {
        byte[] purpose = [.. "preview\n"u8, .. text];
        return HMACSHA256.HashData(settings.TokenSecret.Span, purpose)[..SignatureBytes];
    }
}
