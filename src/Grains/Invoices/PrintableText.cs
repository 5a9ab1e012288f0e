using System.Globalization;
using System.Text;
using Billing.Grains.Mail;

namespace Billing.Grains.Invoices;

/// <summary>Turns what people wrote into characters that the font has. One instance for a document: it remembers whether any was lost.</summary>
internal sealed class PrintableText(FontFace face)
{
    /// <summary>Stands for a character that cannot be shown.</summary>
    public const char Replacement = '□';

    public bool HasReplaced { get; private set; }

    /// <summary>One line, no control characters. What has no picture of its own in any font (joiners, selectors) is left out.</summary>
    public string Of(string? text)
    {
        var shown = new StringBuilder();
        foreach (var rune in Composition.Compose(PlainText.Clean(text)).EnumerateRunes())
        {
            if (rune.IsBmp && face.Covers((char)rune.Value)) shown.Append((char)rune.Value);
            else if (!IsInvisible(rune)) shown.Append(Substitute(rune));
        }

        return shown.ToString();
    }

    private string Substitute(Rune rune)
    {
        if (LookAlike(rune.Value) is { } same) return same.ToString();
        HasReplaced = true;
        return Replacement.ToString();
    }

    /// <summary>Wide forms: the same character for a reader.</summary>
    private static char? LookAlike(int code) => code switch
    {
        >= 0xFF01 and <= 0xFF5E => (char)(code - 0xFF01 + '!'),
        0x3000 => ' ',
        _ => null,
    };

    private static bool IsInvisible(Rune rune) =>
        rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
