using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Billing.Api.Errors;

namespace Billing.Api.Paging;

/// <summary>Makes opaque cursors and reads them back: base64url of a version, the place's key, and a cut HMAC that binds both to one list.
/// So a cursor cannot be made up, nor taken from another list or organization.</summary>
/// <param name="secret">The deployment's: cursors outlive a restart.</param>
public sealed class CursorCodec(ReadOnlyMemory<byte> secret)
{
    private const byte Version = 1;
    private const int MacBytes = 9;
    private const int LongestKey = 200;

    /// <param name="list">What is paged, with its owner: <c>org_…/invoices</c>.</param>
    /// <param name="key">The place in it, in the list's own terms, at most 200 bytes.</param>
    public string Encode(string list, string key)
    {
        var keyBytes = Encoding.UTF8.GetBytes(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyBytes.Length, LongestKey);
        byte[] cursor = [Version, .. keyBytes, .. Mac(list, keyBytes)];
        return Base64Url.EncodeToString(cursor);
    }

    /// <exception cref="BadInputException">Not a cursor of this list.</exception>
    public string Decode(string list, string cursor)
    {
        Span<byte> bytes = stackalloc byte[1 + LongestKey + MacBytes];
        var status = Base64Url.DecodeFromChars(cursor, bytes, out _, out var length);
        if (status != OperationStatus.Done || length < 1 + MacBytes || bytes[0] != Version)
        {
            throw Bad();
        }
        var key = bytes[1..(length - MacBytes)];
        return CryptographicOperations.FixedTimeEquals(Mac(list, key), bytes[(length - MacBytes)..length])
            ? Encoding.UTF8.GetString(key)
            : throw Bad();
    }

    private byte[] Mac(string list, ReadOnlySpan<byte> key)
    {
        byte[] bound = [.. Encoding.UTF8.GetBytes(list), 0, Version, .. key];
        return HMACSHA256.HashData(secret.Span, bound)[..MacBytes];
    }

    private static BadInputException Bad() => new("This cursor does not belong to this list.", "after");
}
