using System.Globalization;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace Billing.Grains.Invoices;

/// <summary>One weight of a typeface: what it can write, and how wide. Immutable.</summary>
internal sealed class FontFace
{
    private const double Missing = -1;

    private readonly double[] _advances = new double[char.MaxValue + 1];

    /// <param name="file">TrueType.</param>
    public FontFace(byte[] file)
    {
        File = file;
        var font = TrueTypeFontParser.Parse(new TrueTypeDataBytes(file));
        for (var code = 0; code < _advances.Length; code++) _advances[code] = AdvanceOf(font, (char)code);
    }

    public byte[] File { get; }

    /// <returns>False for what has no picture in the font, marks and blanks of no width included, and for private use.</returns>
    public bool Covers(char character) => _advances[character] >= 0;

    /// <summary>In ems; the character is covered.</summary>
    public double Advance(char character) => _advances[character];

    private static double AdvanceOf(TrueTypeFont font, char character)
    {
        if (char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
            return Missing;
        var glyph = font.WindowsUnicodeCMap?.CharacterCodeToGlyphIndex(character) ?? 0;
        // The library cannot copy the glyphs at the end that share the last width of the table.
        if (glyph <= 0 || glyph >= font.TableRegister.HorizontalMetricsTable?.HorizontalMetrics.Count) return Missing;
        return font.TryGetBoundingBox(character, out _) && font.TryGetAdvanceWidth(character, out var width) ? width / font.GetUnitsPerEm() : Missing;
    }
}

/// <param name="Size">In points.</param>
internal sealed record TextStyle(FontFace Face, double Size, Ink Ink)
{
    /// <summary>In points.</summary>
    public double Width(string text)
    {
        var ems = 0.0;
        foreach (var character in text) ems += Face.Advance(character);
        return ems * Size;
    }
}

internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static Ink Black { get; } = new(17, 24, 39);

    public static Ink Gray { get; } = new(91, 100, 114);

    public static Ink Hairline { get; } = new(217, 221, 227);
}
