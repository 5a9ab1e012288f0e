using System.Globalization;
using System.Text;

namespace Billing.Grains.Mail;

/// <summary>Plain text as mails need it: clean values, wrapped paragraphs, columns. Widths are characters.</summary>
internal static class PlainText
{
    /// <summary>Width of the text part: short enough to be quoted.</summary>
    public const int Width = 72;

    /// <summary>One line without control characters (no header, no line of its own can be slipped in) and without characters that turn
    /// the direction of what follows. Runs of blanks become one.</summary>
    public static string Clean(string? value)
    {
        var text = new StringBuilder();
        foreach (var rune in (value ?? "").EnumerateRunes())
        {
            if (IsDropped(rune)) continue;
            if (!IsBlank(rune)) text.Append(rune);
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Shortens to at most <paramref name="length"/> characters, never within a surrogate pair.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end].TrimEnd() + "…";
    }

    /// <summary>Breaks between words; a word that is too long, a link for one, stays whole.</summary>
    /// <param name="indent">Of all lines but the first, which begins there already.</param>
    public static string Wrap(string paragraph, int indent = 0)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var word in paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && indent + column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = 0;
            }

            if (column > 0) text.Append(' ');
            text.Append(word);
            column += word.Length + (column > 0 ? 1 : 0);
        }

        return text.ToString();
    }

    /// <summary>Left and right on one line, the right one ending at the margin.</summary>
    public static string Columns(string left, string right) =>
        left + new string(' ', Math.Max(2, Width - left.Length - right.Length)) + right;

    /// <summary>Paragraphs of a text: blank lines part them, other line ends are blanks.</summary>
    public static IEnumerable<string> Paragraphs(string text) => text.Split("\n\n")
        .Select(paragraph => string.Join(' ', paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Where(paragraph => paragraph.Length > 0);

    /// <summary>No blanks at the ends of lines, never two empty lines in a row, one line end at the end.</summary>
    public static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        var afterEmpty = true;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            if (!line.IsEmpty || !afterEmpty) tidy.Append(line).Append('\n');
            afterEmpty = line.IsEmpty;
        }

        while (tidy.Length > 0 && char.IsWhiteSpace(tidy[^1])) tidy.Length--;
        return tidy.Append('\n').ToString();
    }

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Marks and overrides of direction, and the byte order mark.</summary>
    private static bool IsDropped(Rune rune) =>
        rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0xFEFF;
}
