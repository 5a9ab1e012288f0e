using System.Security.Cryptography;
using System.Text;

namespace Billing.Api.Documents;

/// <summary>SHA-256 of a document's text in UTF-8, hexadecimal, as clients reckon it.</summary>
internal static class DocumentHash
{
    private const int Length = 64;

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigit);
}
