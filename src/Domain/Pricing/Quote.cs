using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;

namespace Billing.Domain.Pricing;

/// <summary>What something costs: the same figures in the preview, on the invoice and in the timeline (P16).
/// Lines, subtotal, tax per line, total, credit, amount due, in this order (P10).</summary>
public sealed record Quote(
    ImmutableArray<InvoiceLine> Lines, Money Subtotal, Money Tax, Money Total, CreditApplication Credit)
{
    public Money Due => Credit.Due;

    /// <param name="balance">The customer's credit.</param>
    /// <param name="limits">What the provider can charge; null where it is not asked.</param>
    public static Quote Of(ImmutableArray<InvoiceLine> lines, Money balance, ChargeLimits? limits)
    {
        var zero = Money.Zero(balance.Currency);
        var subtotal = lines.Aggregate(zero, (sum, line) => sum + line.Amount);
        var tax = lines.Aggregate(zero, (sum, line) => sum + line.Tax);
        var total = subtotal + tax;
        return new(lines, subtotal, tax, total, CreditApplication.Of(total, balance, limits));
    }
}
