using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Billing.Grains.Invoices;

/// <summary>Pages to write on: A4, in points, measured from the top left. Text becomes glyphs and nothing else: no links, no forms, no
/// scripts. The same strokes give the same bytes.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "The library's Dispose writes the file once more, into memory alone: after a failure it would hide the cause.")]
internal sealed class PdfCanvas
{
    public const double Width = 595;
    public const double Height = 842;

    private static readonly InstantPattern PdfDate = InstantPattern.CreateWithInvariantCulture("'D:'uuuuMMddHHmmss'Z'");

    private readonly PdfDocumentBuilder _document = new();
    private readonly List<PdfPageBuilder> _pages = [];
    private readonly Dictionary<FontFace, EmbeddedFont> _fonts = [];
    private PdfPageBuilder? _page;

    public int Pages => _pages.Count;

    private PdfPageBuilder Page => _page ?? throw new InvalidOperationException("There is no page yet.");

    public void AddPage()
    {
        _page = _document.AddPage(PageSize.A4);
        _pages.Add(_page);
    }

    /// <param name="number">From 1.</param>
    public void GoTo(int number) => _page = _pages[number - 1];

    /// <param name="baseline">From the top of the page.</param>
    /// <param name="text">Covered by the style's font.</param>
    public void Text(string text, double left, double baseline, TextStyle style)
    {
        if (!_fonts.TryGetValue(style.Face, out var font)) _fonts[style.Face] = font = new(_document, style.Face);
        Page.SetTextAndFillColor(style.Ink.Red, style.Ink.Green, style.Ink.Blue);
        foreach (var (run, part) in font.Runs(text))
        {
            Page.AddText(run, style.Size, Point(left, baseline), part);
            left += style.Width(run);
        }
    }

    public void TextRight(string text, double right, double baseline, TextStyle style) => Text(text, right - style.Width(text), baseline, style);

    public void Rule(double left, double right, double y, double thickness, Ink ink)
    {
        Page.SetStrokeColor(ink.Red, ink.Green, ink.Blue);
        Page.DrawLine(Point(left, y), Point(right, y), thickness);
    }

    public void Box(double left, double top, double width, double height, Ink ink)
    {
        Page.SetStrokeColor(ink.Red, ink.Green, ink.Blue);
        Page.SetTextAndFillColor(ink.Red, ink.Green, ink.Blue);
        Page.DrawRectangle(Point(left, top + height), width, height, 0.1, fill: true);
    }

    /// <param name="at">When it was made, as the file says it.</param>
    public byte[] Finish(string title, Instant at)
    {
        var about = _document.DocumentInformation;
        (about.Title, about.Producer, about.CreationDate, about.ModifiedDate) = (title, "Billing.Orleans", PdfDate.Format(at), PdfDate.Format(at));
        var file = _document.Build();
        NameByContent(file);
        return file;
    }

    /// <summary>The file's id is random out of the library: it becomes a hash of what comes before, in its place.</summary>
    private static void NameByContent(Span<byte> file)
    {
        const int digits = 32;
        var start = file.LastIndexOf("/ID [ <"u8);
        if (start < 0) throw new InvalidOperationException("The library writes its ids another way.");
        Span<byte> id = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(file[..start])[..(digits / 2)]));
        var rest = file[start..];
        foreach (var place in (ReadOnlySpan<int>)[rest.IndexOf((byte)'<') + 1, rest.IndexOf("><"u8) + 2]) id.CopyTo(rest[place..]);
    }

    private static PdfPoint Point(double left, double top) => new(Math.Round(left, 2), Math.Round(Height - top, 2));
}

/// <summary>A font within a document. The library writes at most 255 different characters with one, so that a text with more is
/// written with several copies, each of which holds only what it needs.</summary>
internal sealed class EmbeddedFont(PdfDocumentBuilder document, FontFace face)
{
    private const int MostCharacters = 250;

    private readonly List<PdfDocumentBuilder.AddedFont> _parts = [];
    private readonly Dictionary<char, int> _placed = [];

    /// <summary>Parts of the text, each with the copy that has its characters.</summary>
    public IEnumerable<(string Run, PdfDocumentBuilder.AddedFont Part)> Runs(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var place = Place(text[start]);
            var end = start + 1;
            while (end < text.Length && Place(text[end]) == place) end++;
            yield return (text[start..end], _parts[place]);
            start = end;
        }
    }

    private int Place(char character)
    {
        if (_placed.TryGetValue(character, out var place)) return place;
        place = _placed.Count / MostCharacters;
        if (place == _parts.Count) _parts.Add(document.AddTrueTypeFont(face.File));
        _placed[character] = place;
        return place;
    }
}
