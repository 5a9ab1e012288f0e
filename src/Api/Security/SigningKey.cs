using Microsoft.IdentityModel.Tokens;

namespace Billing.Api.Security;

/// <summary>The key of <c>Billing:Auth:SigningKey</c>: 32 bytes or more.</summary>
public sealed class SigningKey
{
    /// <exception cref="ArgumentException">Shorter than 32 bytes.</exception>
    public SigningKey(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 32)
        {
            throw new ArgumentException("Billing:Auth:SigningKey must be base64 of at least 32 bytes.", nameof(bytes));
        }
        SecurityKey = new SymmetricSecurityKey(bytes.ToArray());
    }

    internal SymmetricSecurityKey SecurityKey { get; }

    /// <exception cref="ArgumentException">Not base64, or shorter than 32 bytes.</exception>
    public static SigningKey FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? new(bytes.AsMemory(0, length))
            : throw new ArgumentException("Billing:Auth:SigningKey is not base64.", nameof(text));
    }
}
