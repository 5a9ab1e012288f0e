using System.Globalization;
using System.Security.Cryptography;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Grains.Invoices;
using Billing.Grains.Tests.Mail;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Billing.Grains.Tests.Invoices;

/// <summary>What an accountant reads in the document, against the invoice.</summary>
public sealed class InvoicePdfTests
{
    public static TheoryData<string> All =>
        ["paid", "open", "wire", "void", "refunded", "negative", "many", "JPY", "KWD", "10^15", "the widest", "credit", "carried"];

    [Theory, MemberData(nameof(All))]
    public void P10_P11_every_figure_of_the_invoice_is_there_as_the_api_says_it(string which)
    {
        var invoice = Of(which);
        var text = Samples.Text(invoice);
        foreach (var money in Figures(invoice)) Assert.Contains(money.Format(), text, StringComparison.Ordinal);
        foreach (var line in invoice.Lines) Assert.Contains(line.Quantity.ToString("N0", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Nothing_is_outside_the_margins_and_nothing_overlaps(string which) => AssertTidy(Samples.Render(Of(which)));

    [Theory, MemberData(nameof(All))]
    public void The_same_invoice_gives_the_same_bytes(string which) => Assert.Equal(Samples.Render(Of(which)), Samples.Render(Of(which)));

    [Fact]
    public void The_seller_is_named_as_configured()
    {
        string[] details = ["Example Inc.", "1 Main Street, New York, NY 10001", "EIN 12-3456789"];
        var document = InvoicePdf.Render(Samples.Paid, Samples.State, MailFixture.Options with { SellerDetails = details });
        AssertTidy(document);
        var text = string.Join(' ', Samples.Pages(document));
        Assert.All(details, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    [Fact]
    public void R19_M06_paid_says_so_with_its_day()
    {
        var text = Samples.Text(Samples.Paid);
        Assert.Contains("Invoice 0007 PAID", text, StringComparison.Ordinal);
        Assert.Contains("$1,406.08 paid on 2 Jan 2026", text, StringComparison.Ordinal);
        Assert.Contains("Paid on 2 Jan 2026 by card -$1,406.08 Left to pay $0.00", text, StringComparison.Ordinal);
        Assert.DoesNotContain("How to pay", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_customer_is_named_as_he_was_at_issue()
    {
        var text = Samples.Text(Samples.Wire, MailFixture.Organization("Renamed since"));
        foreach (var part in new[] { "Σωκράτης & Бородин GmbH", "Größenwahnstraße 7", "90-001 Łódź", "PL", "EU VAT: PL1234567890", "US EIN: 12-3456789", "PO-4711" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("New York, NY 10001", Samples.Text(Samples.Paid), StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_ends_with_its_last_day()
    {
        Assert.Contains("2 Jan 2026 to 1 Feb 2026 both days included", string.Join(' ', Column(Samples.Paid)), StringComparison.Ordinal);
        Assert.Contains("Renewal", Samples.Text(Samples.Paid), StringComparison.Ordinal);
        Assert.Contains("Issued 2 Jan 2026", Samples.Text(Samples.Paid), StringComparison.Ordinal);
    }

    [Fact]
    public void A39_M07_a_wire_says_how_to_pay_and_until_when_in_both_zones()
    {
        var text = Samples.Text(Samples.Wire);
        Assert.Contains("DUE", text, StringComparison.Ordinal);
        Assert.Contains("$1,406.08 due by 1 Feb 2026", text, StringComparison.Ordinal);
        Assert.Contains("1 Feb 2026, 00:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("31 Jan 2026, 19:00", text, StringComparison.Ordinal);
        Assert.Contains("Ask client-billing@kustomer.example for our bank details", text, StringComparison.Ordinal);
        Assert.Contains("reference “Invoice 0012, Acme Inc.”", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_invoice_by_card_says_what_will_happen() =>
        Assert.Contains("The card on file is charged.", Samples.Text(Samples.Renewal), StringComparison.Ordinal);

    [Fact]
    public void P7_a_prorated_line_explains_itself()
    {
        Assert.Contains("3 $89.00 17 of 31 $146.42 $12.99", Samples.Text(Samples.Paid), StringComparison.Ordinal);
        Assert.Contains("quantity × unit price × days ÷ days of the period", Samples.Text(Samples.Paid), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_figures_are_too_wide_for_columns_they_stand_as_a_formula() =>
        Assert.Contains("3 × $10,000,000,000,000.00 × 20 of 31 days", Samples.Text(Of("10^15")), StringComparison.Ordinal);

    [Fact]
    public void A51_a_negative_invoice_is_credit_and_P9_says_where_it_stops()
    {
        var text = Samples.Text(Samples.Negative);
        Assert.Contains("-$500.00 -$44.38", text, StringComparison.Ordinal);
        Assert.Contains("Limited to what was billed for it.", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("Limited to").Length - 1);
        Assert.Contains("Added to the credit balance $456.62 Amount due $0.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_void_invoice_is_not_to_be_paid()
    {
        var text = Samples.Text(Samples.Void);
        Assert.Contains("VOID", text, StringComparison.Ordinal);
        Assert.Contains("Nothing to pay", text, StringComparison.Ordinal);
        Assert.Contains("The payment was declined.", text, StringComparison.Ordinal);
        Assert.Contains("Left to pay $0.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Refunds_are_listed_but_those_that_failed()
    {
        var text = Samples.Text(Samples.Refunded);
        Assert.Contains("Refunded to the card on 5 Jan 2026 $100.00", text, StringComparison.Ordinal);
        Assert.Contains("Refund to the card under way since 6 Jan 2026 $7.77", text, StringComparison.Ordinal);
        Assert.Contains("Refunded so far $100.00", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$5.55", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hundred_lines_take_pages_with_heads_and_numbers()
    {
        var pages = Samples.Pages(Samples.Render(Samples.OfManyLines(300)));
        Assert.InRange(pages.Length, 8, 15);
        foreach (var (page, index) in pages.Select((page, index) => (page, index)))
        {
            Assert.Contains($"Page {index + 1} of {pages.Length}", page, StringComparison.Ordinal);
            Assert.Contains("Invoice 0001", page, StringComparison.Ordinal);
            Assert.Contains("Description Quantity Unit price Amount Tax", page, StringComparison.Ordinal);
        }

        for (var line = 1; line <= 300; line++) Assert.Contains($"team {line} ", string.Join(' ', pages), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        using var document = PdfDocument.Open(Samples.Render(Samples.Paid));
        Assert.Equal("Invoice 0007", document.Information.Title);
        Assert.Equal("D:20260102000000Z", document.Information.CreationDate);
        Assert.Equal("D:20260102000000Z", document.Information.ModifiedDate);
    }

    [Fact]
    public void The_font_is_the_one_that_the_decision_is_about()
    {
        Assert.Equal("41AB0F707A2BFAB8133CCDFCDAB52282F5F79E5751F43A264805451C7BB95FB8", Convert.ToHexString(SHA256.HashData(InterFont.Regular.File)));
        Assert.Equal("E8CBC2B88BC4268237FF5E251776D3C54EDCB14E015A9E66E4883BDE4B55F13F", Convert.ToHexString(SHA256.HashData(InterFont.SemiBold.File)));
        foreach (var character in "ÄöüßÉèçñøÅŁłŐűŠžĐđİğȘțÞæŒ ΑΩάώ ЖЩъґІїљ €£$¥ “”–—…×÷" + PrintableText.Replacement)
            Assert.True(InterFont.Regular.Covers(character) && InterFont.SemiBold.Covers(character), character.ToString());
    }

    [Fact]
    public void Figures_have_one_width_and_so_stand_in_columns()
    {
        foreach (var face in new[] { InterFont.RegularFigures, InterFont.SemiBoldFigures })
            for (var digit = '0'; digit <= '9'; digit++) Assert.Equal(face.Advance('0'), face.Advance(digit), tolerance: 0.002);
    }

    private static Invoice Of(string which) => which switch
    {
        "paid" => Samples.Paid,
        "open" => Samples.Renewal,
        "wire" => Samples.Wire,
        "void" => Samples.Void,
        "refunded" => Samples.Refunded,
        "negative" => Samples.Negative,
        "many" => Samples.OfManyLines(300),
        "JPY" => Samples.In("JPY", 1_234_567),
        "KWD" => Samples.In("KWD", 1_234_567),
        "10^15" => Samples.In("USD", 1_000_000_000_000_000),
        "the widest" => Samples.In("SEK", long.MinValue / 4),
        "credit" => Samples.Closed(MailFixture.Invoice(Samples.Renewal.Lines, credit: 1431_08)),
        _ => Samples.ByCard(MailFixture.Invoice(Samples.Renewal.Lines, credit: -47)),
    };

    internal static IEnumerable<Money> Figures(Invoice invoice) =>
    [
        .. invoice.Lines.SelectMany(line => new[] { line.UnitPrice, line.Amount, line.Tax }),
        invoice.Subtotal, invoice.Tax, invoice.Total, invoice.AmountDue,
        .. invoice.CreditApplied.IsZero ? Array.Empty<Money>() : [-invoice.CreditApplied],
        .. invoice.AmountRefunded.IsZero ? Array.Empty<Money>() : [invoice.AmountRefunded],
    ];

    /// <summary>Each letter is within the margins, and no two letters lie on each other.</summary>
    internal static void AssertTidy(byte[] file)
    {
        using var document = PdfDocument.Open(file);
        foreach (var page in document.GetPages())
        {
            foreach (var letter in page.Letters)
            {
                Assert.InRange(letter.StartBaseLine.X, PageFlow.Left - 1, PageFlow.Right + 1);
                Assert.InRange(letter.EndBaseLine.X, PageFlow.Left - 1, PageFlow.Right + 1);
                Assert.InRange(letter.StartBaseLine.Y, 30, page.Height - 40);
            }

            foreach (var line in page.Letters.GroupBy(letter => letter.StartBaseLine.Y)) AssertApart([.. line.Where(HasWidth).OrderBy(letter => letter.StartBaseLine.X)]);
        }
    }

    /// <summary>Accents stand on their letters.</summary>
    private static bool HasWidth(Letter letter) => letter.EndBaseLine.X - letter.StartBaseLine.X > 0.01;

    private static void AssertApart(List<Letter> line)
    {
        for (var index = 1; index < line.Count; index++)
            Assert.True(line[index].StartBaseLine.X >= line[index - 1].EndBaseLine.X - 0.6, $"{line[index - 1].Value}{line[index].Value} overlap");
    }

    /// <summary>The facts on the right, top down.</summary>
    private static IEnumerable<string> Column(Invoice invoice)
    {
        using var document = PdfDocument.Open(Samples.Render(invoice));
        return [.. document.GetPage(1).GetWords().Where(word => word.BoundingBox.Left > 395).Select(word => word.Text)];
    }
}
