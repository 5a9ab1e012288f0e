using System.Buffers.Binary;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace Billing.Grains.Invoices;

/// <summary>Gives figures one width, so that they stand in columns. Inter has such digits, for programs that know OpenType features, and
/// keeps them in the private area too: in a copy of the font the ordinary digits lead to them.</summary>
internal static class TabularFigures
{
    private const char FirstWideDigit = '\uE071';

    /// <param name="file">TrueType, with a Windows Unicode table in format 4, as Inter has.</param>
    public static byte[] Of(byte[] file)
    {
        var characters = TrueTypeFontParser.Parse(new TrueTypeDataBytes(file)).WindowsUnicodeCMap
            ?? throw new InvalidOperationException("The font has no Unicode table.");
        var copy = (byte[])file.Clone();
        var glyphs = GlyphsOfDigits(copy);
        for (var digit = 0; digit <= 9; digit++)
            BinaryPrimitives.WriteUInt16BigEndian(glyphs[(2 * digit)..], checked((ushort)characters.CharacterCodeToGlyphIndex(FirstWideDigit + digit)));
        return copy;
    }

    /// <summary>The place where the glyphs of 0 to 9 stand one after the other.</summary>
    private static Span<byte> GlyphsOfDigits(Span<byte> font)
    {
        var table = font[Table(font)..];
        var map = table[Subtable(table)..];
        var segments = Number(map, 6) / 2;
        for (var segment = 0; segment < segments; segment++)
        {
            // Four rows of numbers: last characters, a gap, first characters, differences, offsets from the place where they stand.
            if (Number(map, 14 + 2 * segment) < '9') continue;
            var first = Number(map, 16 + 2 * (segments + segment));
            var place = 16 + 2 * (3 * segments + segment);
            if (first > '0' || Number(map, place) == 0) break;
            return map[(place + Number(map, place) + 2 * ('0' - first))..];
        }

        throw new InvalidOperationException("The font's digits stand another way.");
    }

    private static int Table(ReadOnlySpan<byte> font)
    {
        for (var record = 12; record < 12 + 16 * Number(font, 4); record += 16)
            if (font[record..].StartsWith("cmap"u8)) return (int)BinaryPrimitives.ReadUInt32BigEndian(font[(record + 8)..]);
        throw new InvalidOperationException("The font has no table of characters.");
    }

    /// <summary>Windows (3), Unicode of 16 bits (1), format 4.</summary>
    private static int Subtable(ReadOnlySpan<byte> table)
    {
        for (var record = 4; record < 4 + 8 * Number(table, 2); record += 8)
        {
            var start = (int)BinaryPrimitives.ReadUInt32BigEndian(table[(record + 4)..]);
            if (Number(table, record) == 3 && Number(table, record + 2) == 1 && Number(table, start) == 4) return start;
        }

        throw new InvalidOperationException("The font has no Unicode table.");
    }

    private static int Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16BigEndian(bytes[place..]);
}
