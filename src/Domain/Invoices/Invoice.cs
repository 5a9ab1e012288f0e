using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Invoices;

public enum InvoiceKind
{
    ContractStart,
    Renewal,
    Seats,
    PlanChange,
    AdHocSeats,
    Storage,
    StorageOverage,
    Reactivation,
    Manual,
}

public enum InvoiceStatus
{
    Open,
    Paid,
    Void,
}

public enum Collection
{
    ChargeCard,
    SendInvoice,
}

/// <summary>What a declined or overdue invoice does.</summary>
public enum DeclineRule
{
    /// <summary>A purchase: nothing was granted, so it is canceled at the provider and void (A4, A47).</summary>
    Void,

    /// <summary>A renewal or first period: PAST_DUE, 72 hours, BILLING_ONLY (A2, A35).</summary>
    Dunning,

    /// <summary>It stays open and never locks (A48, A67).</summary>
    StayOpen,
}

/// <summary>Explains itself: unit price × quantity × days / period days, rounded half up once (P7).</summary>
/// <param name="Days">Null where the line is not prorated.</param>
/// <param name="Amount">Before tax; negative on a credit line.</param>
/// <param name="Tax">Rounded half up per line (P10).</param>
public sealed record InvoiceLine(string Description, int Quantity, Money UnitPrice, int? Days, int? PeriodDays, Money Amount, Money Tax);

public sealed record Address(string Line1, string? Line2, string City, string? State, string PostalCode, string Country);

/// <param name="Type">The payment provider's name of the kind of id: <c>eu_vat</c>, <c>us_ein</c>…</param>
public sealed record TaxId(string Type, string Value);

/// <summary>The customer as he was when the invoice was issued.</summary>
public sealed record BilledTo(string CompanyName, Address? Address, ImmutableArray<TaxId> TaxIds, string? PurchaseOrder);

/// <summary>What an invoice brings once its money is in, and not before (A4).</summary>
public abstract record Grant;

/// <summary>A signed or reactivated contract begins.</summary>
/// <param name="Collection">How it is paid from then on; null: as before.</param>
public sealed record ContractGrant(Contract Contract, Collection? Collection = null) : Grant;

public sealed record SeatsGrant(Seats.SeatType Type, int Added) : Grant;

/// <summary>A change of plan or seats within the period.</summary>
public sealed record PlanGrant(PlanCode Plan, int FullTimeSeats, Money SeatPrice) : Grant;

/// <summary>Ad hoc seats that staff have accepted at a price.</summary>
public sealed record AdHocGrant(AdHocRequestId Request) : Grant;

/// <summary>Money back to the card.</summary>
/// <param name="Number">r of the key: 1, 2, 3… for each invoice.</param>
public sealed record Refund(int Number, Money Amount, string Reason, RefundStatus Status, Instant At);

public enum RefundStatus
{
    Pending,
    Succeeded,
    Failed,
}

public sealed record Invoice
{
    public required InvoiceId Id { get; init; }

    /// <summary>1, 2, 3… in each organization, without a gap, void ones included (A42).</summary>
    public required int Number { get; init; }

    public required InvoiceKind Kind { get; init; }

    public required InvoiceStatus Status { get; init; }

    /// <summary>When it was due to be issued, not when it was processed (P12).</summary>
    public required Instant IssuedAt { get; init; }

    public required Instant DueAt { get; init; }

    public Instant? PaidAt { get; init; }

    public BillingPeriod? Period { get; init; }

    public required ImmutableArray<InvoiceLine> Lines { get; init; }

    public required Money Subtotal { get; init; }

    public required Money Tax { get; init; }

    public required Money Total { get; init; }

    public required Money CreditApplied { get; init; }

    /// <summary>max(0, total − credit applied); stays so after payment (A51).</summary>
    public required Money AmountDue { get; init; }

    public required BilledTo BilledTo { get; init; }

    public required Collection Collection { get; init; }

    public required DeclineRule OnDecline { get; init; }

    /// <summary>What it bills, before tax, of what can be credited within its period; null where nothing of it can.</summary>
    public BilledInPeriod? Billed { get; init; }

    /// <summary>Granted when paid; null where nothing waits for the money.</summary>
    public Grant? Grant { get; init; }

    public required PaymentProgress Payment { get; init; }

    public ImmutableArray<Refund> Refunds { get; init; } = [];

    /// <summary>Why it was voided.</summary>
    public VoidReason? VoidReason { get; init; }

    /// <summary>What the card paid: the most that can be refunded.</summary>
    public Money PaidByCard { get; init; }

    public string NumberText => NumberOf(Number);

    public bool IsOpen => Status == InvoiceStatus.Open;

    /// <summary>A purchase whose money is not in yet (A60).</summary>
    public bool IsUnderWay => IsOpen && OnDecline == DeclineRule.Void;

    /// <summary>When its first attempt failed or, sent by mail, when it fell due unpaid: the 72 hours run from here (A2, A39).</summary>
    public Instant? FailedAt { get; init; }

    public Money AmountRefunded => Refunds.Where(refund => refund.Status == RefundStatus.Succeeded)
        .Aggregate(Money.Zero(Total.Currency), (sum, refund) => sum + refund.Amount);

    public static string NumberOf(int number) => number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
}

public enum VoidReason
{
    Declined,
    VoidedByStaff,
    GivenUp,
    Expired,
    RenewalDue,
    PeriodOver,
    Replaced,
}
