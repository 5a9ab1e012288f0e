using System.Buffers;
using System.Globalization;
using System.Text;

namespace Billing.Api.Input;

/// <summary>Which characters may stand where.</summary>
internal static class Characters
{
    private static readonly SearchValues<char> Id = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:");

    public static bool AreOfId(string text) => text.Length is >= 1 and <= 100 && !text.AsSpan().ContainsAnyExcept(Id);

    /// <summary>As a person counts them, near enough: an emoji is one.</summary>
    public static int Count(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }
        return count;
    }

    /// <summary>No control characters, line ends or switches of direction, and no half of a character: all that could forge a mail's line or a log's.</summary>
    public static bool ArePlain(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune) || !IsPlain(rune))
            {
                return false;
            }
            at += rune.Utf16SequenceLength;
        }
        return true;
    }

    private static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (>= 0x202A and <= 0x202E) and not (>= 0x2066 and <= 0x2069) and not 0xFEFF;
}
