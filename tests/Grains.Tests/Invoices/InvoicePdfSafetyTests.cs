using System.Text;
using Billing.Domain.Invoices;
using Billing.Grains.Invoices;
using Billing.Grains.Tests.Mail;
using CsCheck;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace Billing.Grains.Tests.Invoices;

/// <summary>Text is glyphs, whatever it says, and no text breaks a document.</summary>
public sealed class InvoicePdfSafetyTests
{
    private const string Attack = ") Tj ET /JS (app.alert(1)) >> endstream endobj 99 0 obj << /S /JavaScript /URI (http://evil.example) >> \\";

    [Fact]
    public void Text_in_pdfs_is_glyphs_only()
    {
        var file = Samples.Render(Samples.With(Samples.Wire, Attack, Attack), MailFixture.Organization(Attack));
        var raw = Encoding.Latin1.GetString(file);
        foreach (var word in new[] { "JavaScript", "/JS", "/URI", "/Action", "/OpenAction", "/AA", "/Annot", "/Launch", "/EmbeddedFile", "/AcroForm", "evil.example" })
            Assert.DoesNotContain(word, raw, StringComparison.Ordinal);
        using var document = PdfDocument.Open(file);
        Assert.False(document.TryGetForm(out _));
        foreach (var page in document.GetPages()) Assert.Empty(page.GetAnnotations());
        Assert.Equal(["Pages", "Type"], document.Structure.Catalog.CatalogDictionary.Data.Keys.Order());
        var text = string.Concat(Samples.Pages(file)).Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains(Attack.Replace(" ", "", StringComparison.Ordinal)[..30], text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_that_the_font_lacks_is_marked_and_explained()
    {
        var text = Samples.Text(Samples.With(Samples.Paid, "株式会社 Acme", "Plain"));
        Assert.Contains("□□□□ Acme", text, StringComparison.Ordinal);
        Assert.Contains("□ stands for a character that this document cannot show.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("□", Samples.Text(Samples.Paid), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("И\u0306", "Й")]
    [InlineData("Ａ１", "A1")]
    [InlineData("zero\u200Bwidth\u200D", "zerowidth")]
    [InlineData("one\r\nline\tonly", "one line only")]
    [InlineData("turn\u202Earound", "turnaround")]
    [InlineData("😀", "□")]
    [InlineData("\uE000", "□")]
    public void Text_becomes_what_the_font_has(string text, string shown) => Assert.Equal(shown, new PrintableText(InterFont.Regular).Of(text));

    [Fact]
    public void Half_a_character_is_marked() => Assert.Equal("a□b", new PrintableText(InterFont.Regular).Of("a\uD800b"));

    [Fact]
    public void More_characters_than_one_font_can_hold_are_all_there()
    {
        var every = new string([.. Enumerable.Range('!', 0xFF00).Select(code => (char)code)
            .Where(one => InterFont.Regular.Covers(one) && InterFont.Regular.Advance(one) > 0 && !char.IsWhiteSpace(one))]);
        Assert.InRange(every.Length, 1_900, 2_500);
        foreach (var invoice in new[] { Samples.With(Samples.Paid, "Acme", every), Samples.With(Samples.Paid, every, "Seats") })
        {
            var text = Samples.Text(invoice).ToHashSet();
            Assert.All(every, character => Assert.Contains(character, text));
        }
    }

    [Fact]
    public void A_line_longer_than_a_page_goes_on_on_the_next()
    {
        var words = string.Join(' ', Enumerable.Range(1, 2_000).Select(word => $"w{word}"));
        var file = Samples.Render(Samples.With(Samples.Paid, words, words + new string('W', 3_000)));
        InvoicePdfTests.AssertTidy(file);
        var pages = Samples.Pages(file);
        Assert.True(pages.Length > 5);
        Assert.Contains("w2000", string.Join(' ', pages), StringComparison.Ordinal);
    }

    /// <summary>Any text that gets through the API, and worse.</summary>
    [Fact]
    public void Any_name_is_written_and_every_amount_stays()
    {
        var character = Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00A0', '\u052F'], Gen.Char['\u1E00', '\u20BF'], Gen.Char);
        var text = Gen.String[character, 0, 200];
        var amount = Gen.OneOf(Gen.Long[-1_000_00, 1_000_00], Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000]);
        var line = Gen.Select(text, Gen.Int[1, 100_000], amount, amount, amount).Select((words, quantity, price, sum, tax) =>
            new InvoiceLine(words, quantity, MailFixture.Usd(price), 17, 31, MailFixture.Usd(sum), MailFixture.Usd(tax)));
        Gen.Select(text, text, line.Array[1, 12]).Sample((company, city, lines) =>
        {
            var invoice = Samples.ByCard(MailFixture.Invoice([.. lines]));
            invoice = invoice with
            {
                BilledTo = new(company, new(city, company, city, null, city, "DE"), [new(company, city)], company),
            };
            var file = Samples.Render(invoice, MailFixture.Organization(company));
            var shown = string.Join(' ', Samples.Pages(file)).Replace(" ", "", StringComparison.Ordinal);
            foreach (var money in InvoicePdfTests.Figures(invoice)) Assert.Contains(money.Format(), shown, StringComparison.Ordinal);
            InvoicePdfTests.AssertTidy(file);
        }, iter: 25);
    }
}
