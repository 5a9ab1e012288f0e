using System.Collections.Immutable;
using System.Globalization;
using Billing.Domain.Contracts;
using Billing.Domain.Dunning;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>A calendar month's end decides the month: a snapshot, and where there is something to charge an invoice (R61, R67, A24, A53).</summary>
internal static class MonthEndRules
{
    /// <summary>The first instant of the next month; null while no month is decided, before the first contract and while locked.</summary>
    public static Instant? EndsAt(OrganizationState state) => state.Storage.MonthEndsOn?.AtUtcMidnight();

    public static void End(Turn turn)
    {
        var month = MonthOf(turn.State);
        var pools = StoragePools.Of(turn.State, turn.Context.Catalog);
        var overage = OverageLines(turn, month, pools);
        var lines = overage.AddRange(PurchasedLines(turn, month));
        int? number = lines.IsEmpty ? null : Issue(turn, overage.IsEmpty ? InvoiceKind.Storage : InvoiceKind.StorageOverage, lines, month);
        var cost = overage.Aggregate(Money.Zero(turn.State.Currency), (sum, line) => sum + line.Amount);
        turn.Record(new StorageMonthEnded(
            new(month.Start, pools.Data.Used, pools.Data.Allocated, pools.Attachments.Used, pools.Attachments.Allocated, cost, number),
            turn.Contract.FullTimeSeats));
    }

    /// <summary>What the timeline says of a month's end, by its own pricing; null where nothing would be charged.</summary>
    public static TimelineItem? Describe(Turn turn)
    {
        var month = MonthOf(turn.State);
        var lines = OverageLines(turn, month, StoragePools.Of(turn.State, turn.Context.Catalog)).AddRange(PurchasedLines(turn, month));
        return lines.IsEmpty ? null : new(turn.DatedAt, TimelineKind.StorageInvoice, $"Storage for {Name(month.Start)}", Price(turn, lines).Quote.Due);
    }

    private static BillingPeriod MonthOf(OrganizationState state)
    {
        var end = state.Storage.MonthEndsOn ?? throw new InvalidOperationException("No month ends.");
        return new(end.PlusMonths(-1), end);
    }

    private static ImmutableArray<InvoiceLine> OverageLines(Turn turn, BillingPeriod month, StoragePools pools)
    {
        if (StoragePricing.OveragePriceOf(turn.State, turn.Context.Catalog) is not { } price) return [];
        return Charged(
            turn.Lines.Whole(Over("Data", month, pools.Data, pools.DataOver), Bytes.WholeGigabytes(pools.DataOver), price.Data),
            turn.Lines.Whole(Over("Attachment", month, pools.Attachments, pools.AttachmentsOver), Bytes.WholeGigabytes(pools.AttachmentsOver), price.Attachments));
    }

    private static ImmutableArray<InvoiceLine> PurchasedLines(Turn turn, BillingPeriod month)
    {
        // Nothing is charged until a trial ends (A66).
        if (turn.Contract.InTrial || StoragePricing.PriceOf(turn.State, turn.Context.Catalog) is not { } price) return [];
        var storage = turn.State.Storage;
        return Charged(
            turn.Lines.Whole($"Purchased data storage, {Name(month.Start)}", storage.PurchasedDataGb, price.Data),
            turn.Lines.Whole($"Purchased attachment storage, {Name(month.Start)}", storage.PurchasedAttachmentGb, price.Attachments));
    }

    private static ImmutableArray<InvoiceLine> Charged(params ReadOnlySpan<InvoiceLine> lines)
    {
        var charged = ImmutableArray.CreateBuilder<InvoiceLine>(lines.Length);
        foreach (var line in lines)
            if (!line.Amount.IsZero) charged.Add(line);
        return charged.ToImmutable();
    }

    private static int Issue(Turn turn, InvoiceKind kind, ImmutableArray<InvoiceLine> lines, BillingPeriod month)
    {
        var (quote, charge) = Price(turn, lines);
        var number = InvoiceRules.Issue(turn, kind, quote, month, null, DeclineRule.StayOpen, charge);
        if (charge == Charge.NotYet) DunningRules.StorageWithoutCard(turn, turn.State.Invoice(number));
        return number;
    }

    /// <summary>What no card can be charged with cannot be refused here, as an order would be (A64): it is mailed.</summary>
    private static (Quote Quote, Charge Charge) Price(Turn turn, ImmutableArray<InvoiceLine> lines)
    {
        var payment = turn.State.Payment;
        var balance = turn.State.Credit.Balance;
        var quote = Quote.Of(lines, balance, ContractRules.LimitsOf(turn, payment.Collection, balance.Currency));
        if (payment.Collection == Collection.SendInvoice) return (quote, Charge.ByMail);
        if (quote.Due.IsZero) return (quote, Charge.OffSession);
        if (Guards.Chargeable(turn, quote.Due, "amount") is not null) return (Quote.Of(lines, balance, null), Charge.ByMail);
        return (quote, payment.Card is null ? Charge.NotYet : Charge.OffSession);
    }

    /// <summary>Says enough to be checked by hand.</summary>
    private static string Over(string pool, BillingPeriod month, PoolReport report, long over) =>
        $"{pool} storage over the allocation at the end of {Name(month.Start)}: {Bytes.InGigabytes(report.Used)} used of "
        + $"{Bytes.InGigabytes(report.Allocated)} allocated, {Bytes.InGigabytes(over)} over, rounded up to whole gigabytes";

    private static string Name(LocalDate month) => month.ToString("MMMM uuuu", CultureInfo.InvariantCulture);
}
