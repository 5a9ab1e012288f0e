using System.Globalization;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Mail;
using NodaTime;

namespace Billing.Grains.Invoices;

/// <summary>What the document says of an invoice, in words and figures; every text is printable. It depends on the invoice alone, but for the
/// name and time zone of the organization that an open invoice needs for its payment.</summary>
internal sealed record InvoiceSheet
{
    public required string Seller { get; init; }

    /// <summary>Legal name, address and tax id, as configured; then the address for questions.</summary>
    public required IReadOnlyList<string> SellerDetails { get; init; }

    public required string Number { get; init; }

    public required SheetStatus Status { get; init; }

    /// <summary>The company first.</summary>
    public required IReadOnlyList<string> BilledTo { get; init; }

    public required IReadOnlyList<SheetFact> Facts { get; init; }

    public required IReadOnlyList<SheetLine> Lines { get; init; }

    public required IReadOnlyList<SheetTotal> Totals { get; init; }

    /// <summary>How to pay, why there is nothing to pay; null where nothing is to be said.</summary>
    public required SheetNote? Payment { get; init; }

    /// <summary>What the reader must know of the figures and the writing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public static InvoiceSheet Of(Invoice invoice, OrganizationState state, MailOptions options)
    {
        var print = new PrintableText(InterFont.Regular);
        var words = new InvoiceWords(invoice, state, options, print);
        var sheet = new InvoiceSheet
        {
            Seller = print.Of(options.ProductName),
            SellerDetails = [.. options.SellerDetails.Append(options.StaffEmail).Select(print.Of)],
            Number = invoice.NumberText,
            Status = words.Status(),
            BilledTo = words.BilledTo(),
            Facts = words.Facts(),
            Lines = [.. invoice.Lines.Select(line => SheetLine.Of(line, print))],
            Totals = InvoiceTotals.Of(invoice),
            Payment = words.Payment(),
            Notes = [],
        };
        return sheet with { Notes = NotesOf(invoice, print.HasReplaced) };
    }

    private static List<string> NotesOf(Invoice invoice, bool hasReplaced)
    {
        var formula = invoice.Lines.Any(line => line.PeriodDays is not null)
            ? "Amount = quantity × unit price × days ÷ days of the period, rounded once."
            : "Amount = quantity × unit price.";
        var notes = new List<string> { $"{formula} Tax is added line by line. Dates are days in UTC." };
        if (hasReplaced) notes.Add($"{PrintableText.Replacement} stands for a character that this document cannot show.");
        return notes;
    }
}

/// <param name="Mark">One word: Paid, Due, Void.</param>
/// <param name="Headline">The amount that matters and its date.</param>
internal sealed record SheetStatus(string Mark, string Headline, InvoiceStatus Status);

/// <param name="Values">A line each.</param>
internal sealed record SheetFact(string Label, params string[] Values);

internal sealed record SheetNote(string Title, string Text);

/// <param name="Days"><c>17 of 31</c>; null where the line is not prorated.</param>
/// <param name="Remark">Why the amount is not what the formula gives; null where it is.</param>
internal sealed record SheetLine(string Description, string Quantity, string UnitPrice, string? Days, string Amount, string Tax, string? Remark)
{
    /// <summary>How the amount comes about, where there is no room for columns.</summary>
    public string Formula => Days is null ? $"{Quantity} × {UnitPrice}" : $"{Quantity} × {UnitPrice} × {Days} days";

    public static SheetLine Of(InvoiceLine line, PrintableText print) => new(
        print.Of(line.Description), line.Quantity.ToString("N0", CultureInfo.InvariantCulture), line.UnitPrice.Format(),
        line is { Days: { } days, PeriodDays: { } periodDays } ? $"{days} of {periodDays}" : null,
        line.Amount.Format(), line.Tax.Format(), IsCapped(line) ? "Limited to what was billed for it." : null);

    /// <summary>A credit stops at what was billed (P9).</summary>
    private static bool IsCapped(InvoiceLine line) => line.Amount.Minor <= 0 && line.UnitPrice.IsNegative && Full(line) < line.Amount.Minor;

    private static Int128 Full(InvoiceLine line)
    {
        var full = (Int128)line.UnitPrice.Minor * line.Quantity;
        return line is { Days: { } days, PeriodDays: { } periodDays and > 0 } ? full * days / periodDays : full;
    }
}
