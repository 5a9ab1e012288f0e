using System.Collections.Immutable;
using Billing.Domain.Catalog;
using NodaTime;

namespace Billing.Domain.Credits;

/// <summary>One movement of the credit balance.</summary>
/// <param name="Amount">Positive: the customer gains; negative: an invoice used it, or carried a sum below the provider's minimum (A52).</param>
public sealed record CreditEntry(Instant At, Money Amount, Money BalanceAfter, string Reason, int? InvoiceNumber);

/// <summary>What the customer has in credit; the sum of its entries (P16). Kept at cancellation, never refunded by itself (A29).</summary>
public sealed record CreditLedger(Money Balance, ImmutableList<CreditEntry> Entries)
{
    public static CreditLedger Empty(Currency currency) => new(Money.Zero(currency), []);

    public CreditLedger With(Instant at, Money amount, string reason, int? invoiceNumber)
    {
        // A balance of nothing has no currency to keep: a first contract may be in another.
        var balance = Balance.IsZero ? amount : Balance + amount;
        return new(balance, Entries.Add(new CreditEntry(at, amount, balance, reason, invoiceNumber)));
    }
}

/// <summary>How an invoice's total and the balance come together (P10, A51, A52).</summary>
/// <param name="Applied">Taken from the balance; negative where a negative balance is collected.</param>
/// <param name="Due">What is to be paid in money: 0 or more.</param>
/// <param name="Gained">Added to the balance by an invoice whose total is negative.</param>
public sealed record CreditApplication(Money Applied, Money Due, Money Gained)
{
    /// <param name="limits">What the provider can charge; null where none is asked. What it cannot charge now is carried on the balance (A52):
    /// a sum below its minimum whole, a last digit that it does not take as that.</param>
    public static CreditApplication Of(Money total, Money balance, ChargeLimits? limits)
    {
        var none = Money.Zero(total.Currency);
        if (total.IsNegative) return new(none, none, -total);
        var applied = Money.Min(balance, total);
        var due = total - applied;
        if (limits is null) return new(applied, due, none);
        if (due.Minor > 0 && due.Minor < limits.Minimum) return new(total, none, none);
        var carried = due with { Minor = due.Minor % limits.Multiple };
        return new(applied + carried, due - carried, none);
    }
}
