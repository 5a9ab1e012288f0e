using System.Collections.Immutable;
using System.Text;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Invoices;
using Billing.Grains.Tests.Mail;
using NodaTime;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Billing.Grains.Tests.Invoices;

/// <summary>Invoices of all sorts, and their documents as a reader sees them.</summary>
internal static class Samples
{
    public static readonly Instant PaidAt = Instant.FromUtc(2026, 1, 2, 0, 3);

    public static OrganizationState State { get; } = MailFixture.Organization();

    public static Invoice Renewal { get; } = MailFixture.Renewal() with { Number = 7 };

    public static Invoice Paid { get; } = ByCard(Renewal);

    public static Invoice Wire { get; } = MailFixture.Renewal(Collection.SendInvoice) with
    {
        Number = 12,
        BilledTo = new(
            "Σωκράτης & Бородин GmbH", new("Größenwahnstraße 7", null, "Łódź", null, "90-001", "PL"),
            [new("eu_vat", "PL1234567890"), new("us_ein", "12-3456789")], "PO-4711"),
    };

    public static Invoice Void { get; } = Renewal with { Status = InvoiceStatus.Void, VoidReason = VoidReason.Declined };

    public static Invoice Refunded { get; } = Paid with
    {
        Refunds =
        [
            new(1, MailFixture.Usd(100_00), "Goodwill", RefundStatus.Succeeded, PaidAt + Duration.FromDays(3)),
            new(2, MailFixture.Usd(7_77), "Again", RefundStatus.Pending, PaidAt + Duration.FromDays(4)),
            new(3, MailFixture.Usd(5_55), "Lost", RefundStatus.Failed, PaidAt + Duration.FromDays(4)),
        ],
    };

    /// <summary>Seats given back: negative throughout, and a credit that stops at what was billed.</summary>
    public static Invoice Negative { get; } = Closed(MailFixture.Invoice(
    [
        new("Credit: Enterprise: full-time seats, unused 17 of 31 days", 12, MailFixture.Usd(-89_00), 17, 31, MailFixture.Usd(-500_00), MailFixture.Usd(-44_38)),
        new("Professional: full-time seats, 17 of 31 days", 3, MailFixture.Usd(49_00), 17, 31, MailFixture.Usd(80_61), MailFixture.Usd(7_15)),
    ])) with { Kind = InvoiceKind.PlanChange };

    public static Invoice OfManyLines(int count, string description = "Seat for the winter season in the support center, team") => ByCard(MailFixture.Invoice(
        [.. Enumerable.Range(1, count).Select(line =>
            new InvoiceLine($"{description} {line}", line, MailFixture.Usd(1_11), null, null, MailFixture.Usd(1_11) * line, MailFixture.Usd(line)))]));

    public static Invoice In(string currency, long unit, int quantity = 3)
    {
        var money = Currency.Of(currency);
        Money Of(long minor) => new(minor, money);
        var invoice = MailFixture.Invoice([]);
        return ByCard(invoice with
        {
            Lines = [new("Enterprise: full-time seats", quantity, Of(unit), 20, 31, Of(unit * quantity), Of(unit / 10))],
            Subtotal = Of(unit * quantity),
            Tax = Of(unit / 10),
            Total = Of(unit * quantity + unit / 10),
            CreditApplied = Of(0),
            AmountDue = Of(unit * quantity + unit / 10),
        });
    }

    public static Invoice ByCard(Invoice invoice) => Closed(invoice) with { PaidByCard = invoice.AmountDue };

    public static Invoice Closed(Invoice invoice) => invoice with { Status = InvoiceStatus.Paid, PaidAt = PaidAt };

    public static Invoice With(Invoice invoice, string company, string description) => invoice with
    {
        BilledTo = invoice.BilledTo with { CompanyName = company, PurchaseOrder = company },
        Lines = [.. invoice.Lines.Select(line => line with { Description = description })],
    };

    public static byte[] Render(Invoice invoice, OrganizationState? state = null) => InvoicePdf.Render(invoice, state ?? State, MailFixture.Options);

    /// <summary>Every page's text in reading order, its blanks one each.</summary>
    public static ImmutableArray<string> Pages(byte[] file)
    {
        using var document = PdfDocument.Open(file);
        return [.. document.GetPages().Select(page => Squeeze(ContentOrderTextExtractor.GetText(page)))];
    }

    public static string Text(Invoice invoice, OrganizationState? state = null) => string.Join(' ', Pages(Render(invoice, state)));

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
