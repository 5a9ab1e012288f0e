using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;
using NodaTime.Text;

namespace Billing.Grains.Mail;

/// <summary>An invoice for people.</summary>
internal sealed record InvoiceView
{
    public required string Number { get; init; }

    /// <summary>UTC day.</summary>
    public required string IssuedOn { get; init; }

    /// <summary>First and last day, both included; null where it is for no period.</summary>
    public required string? Period { get; init; }

    public required string BilledTo { get; init; }

    public required string? PurchaseOrder { get; init; }

    public required IReadOnlyList<LineView> Lines { get; init; }

    public required string Subtotal { get; init; }

    public required string Tax { get; init; }

    public required string Total { get; init; }

    /// <summary>What the credit balance took over, with its sign on the invoice; null for none.</summary>
    public required string? CreditApplied { get; init; }

    /// <summary>An earlier amount that was too small to charge makes this one larger (A52).</summary>
    public required bool CarriesBalance { get; init; }

    public required string AmountDue { get; init; }

    public required bool IsPaid { get; init; }

    public required string? PaidOn { get; init; }

    /// <summary>In words; null while unpaid, and where there was nothing to pay.</summary>
    public required string? PaidBy { get; init; }

    /// <summary>What a negative total added to the credit balance (A51); null otherwise.</summary>
    public required string? AddedToCredit { get; init; }

    /// <summary>To be paid by wire, no card is charged (A39).</summary>
    public required bool IsMailed { get; init; }

    public required MomentView DueAt { get; init; }

    /// <summary>The card will be tried again by itself (A41).</summary>
    public required bool WillRetry { get; init; }

    /// <summary>For storage: unpaid, it never locks anybody out, but new data is refused from its deadline on (A35, R65).</summary>
    public required bool IsStorage { get; init; }

    /// <param name="paid">The mail says that it is paid, whatever happened since.</param>
    public static InvoiceView Of(Invoice invoice, OrganizationState state, bool paid)
    {
        var isPaid = paid || invoice.Status == InvoiceStatus.Paid;
        return new()
        {
            Number = invoice.NumberText,
            IssuedOn = Day(invoice.IssuedAt.UtcDate()),
            Period = invoice.Period is { } period ? $"{Day(period.Start)} to {Day(period.End.PlusDays(-1))}" : null,
            BilledTo = BilledToText(invoice.BilledTo),
            PurchaseOrder = invoice.BilledTo.PurchaseOrder is { } order ? PlainText.Clean(order) : null,
            Lines = [.. invoice.Lines.Select(LineView.Of)],
            Subtotal = invoice.Subtotal.Format(),
            Tax = invoice.Tax.Format(),
            Total = invoice.Total.Format(),
            CreditApplied = invoice.CreditApplied.IsZero ? null : (-invoice.CreditApplied).Format(),
            CarriesBalance = invoice.CreditApplied.IsNegative,
            AmountDue = invoice.AmountDue.Format(),
            IsPaid = isPaid,
            PaidOn = invoice.PaidAt is { } paidAt ? Day(paidAt.UtcDate()) : null,
            PaidBy = isPaid ? PaidByText(invoice, state) : null,
            AddedToCredit = invoice.Total.IsNegative ? (-invoice.Total).Format() : null,
            IsMailed = invoice.Collection == Collection.SendInvoice,
            DueAt = MomentView.Of(invoice.DueAt, DateTimeZoneProviders.Tzdb.GetZoneOrNull(state.TimeZone)),
            WillRetry = !invoice.Payment.RetriesAt.IsDefaultOrEmpty,
            IsStorage = invoice.Kind is InvoiceKind.Storage or InvoiceKind.StorageOverage,
        };
    }

    private static string? PaidByText(Invoice invoice, OrganizationState state)
    {
        if (invoice.Total.Minor <= 0) return null;
        if (invoice.AmountDue.IsZero) return "credit balance";
        if (invoice.PaidByCard.IsZero) return "wire transfer";
        return state.Payment.Card is { } card ? CardText.Of(card.Brand, card.Last4) : "card";
    }

    private static string BilledToText(BilledTo billedTo)
    {
        var address = billedTo.Address;
        var region = $"{address?.State} {address?.PostalCode}";
        var parts = new[] { billedTo.CompanyName, address?.Line1, address?.Line2, address?.City, region, address?.Country };
        return string.Join(", ", parts.Select(PlainText.Clean).Where(part => part.Length > 0));
    }

    private static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);
}

/// <param name="Detail">How the amount comes about: quantity × unit price, and × days / period days where it is prorated.</param>
internal sealed record LineView(string Description, string Detail, string Amount)
{
    public static LineView Of(InvoiceLine line)
    {
        var detail = $"{line.Quantity:N0} × {line.UnitPrice.Format()}";
        if (line is { Days: { } days, PeriodDays: { } periodDays }) detail += $" × {days} of {periodDays} days";
        return new(PlainText.Clean(line.Description), detail, line.Amount.Format());
    }
}
