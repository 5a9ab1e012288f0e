using Billing.Domain;
using Billing.Domain.Invoices;

namespace Billing.Grains.Invoices;

/// <param name="Strong">The row that the reader looks for.</param>
internal sealed record SheetTotal(string Label, string Amount, bool Strong = false);

/// <summary>From the sum of the lines to what is left to pay, in the order of P10, and what was paid back.</summary>
internal static class InvoiceTotals
{
    public static IReadOnlyList<SheetTotal> Of(Invoice invoice) =>
    [
        new("Subtotal", invoice.Subtotal.Format()),
        new("Tax", invoice.Tax.Format()),
        new("Total", invoice.Total.Format()),
        .. Credit(invoice),
        .. Due(invoice),
        .. Refunds(invoice),
    ];

    private static IEnumerable<SheetTotal> Credit(Invoice invoice)
    {
        if (invoice.CreditApplied.IsNegative) yield return new("Balance carried forward", (-invoice.CreditApplied).Format());
        else if (!invoice.CreditApplied.IsZero) yield return new("Credit applied", (-invoice.CreditApplied).Format());
        if (invoice.Total.IsNegative) yield return new("Added to the credit balance", (-invoice.Total).Format());
    }

    private static IEnumerable<SheetTotal> Due(Invoice invoice)
    {
        var due = invoice.AmountDue;
        var isPaid = invoice.Status == InvoiceStatus.Paid && !due.IsZero;
        yield return new("Amount due", due.Format(), Strong: invoice.IsOpen || (due.IsZero && !isPaid && invoice.Status != InvoiceStatus.Void));
        if (isPaid) yield return new($"Paid{OnDay(invoice)} by {(invoice.PaidByCard.IsZero ? "wire transfer" : "card")}", (-due).Format());
        if (invoice.Status == InvoiceStatus.Void && !due.IsZero) yield return new("Withdrawn, the invoice is void", (-due).Format());
        if (isPaid || invoice.Status == InvoiceStatus.Void) yield return new("Left to pay", Money.Zero(due.Currency).Format(), Strong: true);
    }

    private static IEnumerable<SheetTotal> Refunds(Invoice invoice)
    {
        var refunds = invoice.Refunds.Where(refund => refund.Status != RefundStatus.Failed).ToList();
        foreach (var refund in refunds)
        {
            var what = refund.Status == RefundStatus.Succeeded ? "Refunded to the card on" : "Refund to the card under way since";
            yield return new($"{what} {InvoiceWords.Day(refund.At)}", refund.Amount.Format());
        }

        if (refunds.Count > 1) yield return new("Refunded so far", invoice.AmountRefunded.Format());
    }

    private static string OnDay(Invoice invoice) => invoice.PaidAt is { } paidAt ? $" on {InvoiceWords.Day(paidAt)}" : "";
}
