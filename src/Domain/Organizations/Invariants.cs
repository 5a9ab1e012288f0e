using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;

namespace Billing.Domain.Organizations;

/// <summary>A broken invariant: a bug, found before it is written (D9).</summary>
public sealed class InvariantBrokenException(string message) : InvalidOperationException(message);

/// <summary>What must hold of every new state. Checked before each append, in every build (D9).</summary>
public static class Invariants
{
    /// <exception cref="InvariantBrokenException">The decision must not be written.</exception>
    public static void Check(OrganizationState before, OrganizationState after, IReadOnlyList<RecordedEvent> events)
    {
        for (var index = 0; index < events.Count; index++)
            Require(events[index].Sequence == before.Sequence + index + 1, "the sequence has a gap");
        Require(after.LastEventAt >= before.LastEventAt, "time runs backwards");
        CheckCredit(before, after);
        if (after.Contract is { } contract)
        {
            Require(contract.FullTimeSeats >= 0 && contract.CollaboratorSeats >= 0, "seats are negative");
            Require(!contract.Billed.FullTime.IsNegative && !contract.Billed.Collaborators.IsNegative, "more was credited than billed");
            CheckPeriods(before.Contract, contract, events);
        }

        CheckSeats(after, events);
        Require(after.OpenInvoices.Count(invoice => invoice.IsUnderWay) <= 1, "two purchases are under way");
        foreach (var changed in events.Select(recorded => recorded.Event).OfType<InvoiceIssued>()) CheckInvoice(after.Invoice(changed.Invoice.Number), changed.Invoice.Number);
    }

    /// <summary>Period by period: whoever was caught up with late has several renewals at one instant.</summary>
    private static void CheckPeriods(Contract? was, Contract last, IReadOnlyList<RecordedEvent> events)
    {
        var started = events.Select(recorded => recorded.Event switch { ContractStarted e => e.Contract, PeriodStarted e => e.Contract, _ => null });
        foreach (var next in started.Append(last).OfType<Contract>())
        {
            if (was is { InTrial: false } && was.Anchor == next.Anchor && next.PeriodIndex != was.PeriodIndex)
                Require(next.CurrentPeriod.Start == was.CurrentPeriod.End, "periods do not tile");
            was = next;
        }
    }

    private static void CheckSeats(OrganizationState after, IReadOnlyList<RecordedEvent> events)
    {
        foreach (var fact in events.Select(recorded => recorded.Event))
        {
            var changed = fact switch { MemberAdded e => e.Member, MemberUpdated e => e.Member, _ => null };
            if (changed is null) continue;
            Require(after.Contract is not { } contract || changed.Type == MemberType.Seasonal || after.Assigned(changed.Type) <= contract.SeatsOf(changed.Type),
                "more members than seats");
            Require(changed.Seasons.All(id => after.Seasons[id] is var season && (season.RemovedAt is not null || after.Assigned(id) <= season.Seats)),
                "more members than slots");
        }
    }

    private static void CheckCredit(OrganizationState before, OrganizationState after)
    {
        if (before.Credit.Balance.Currency != after.Credit.Balance.Currency)
        {
            Require(before.Credit.Balance.IsZero, "a balance changed its currency");
            return;
        }

        var balance = before.Credit.Balance;
        for (var index = before.Credit.Entries.Count; index < after.Credit.Entries.Count; index++) balance += after.Credit.Entries[index].Amount;
        Require(balance == after.Credit.Balance, "the credit balance is not the sum of its entries");
    }

    private static void CheckInvoice(Invoice invoice, int number)
    {
        Require(invoice.Number == number, "an invoice has another's number");
        var zero = Money.Zero(invoice.Total.Currency);
        Require(invoice.Lines.Aggregate(zero, (sum, line) => sum + line.Amount) == invoice.Subtotal, "lines do not add up to the subtotal");
        Require(invoice.Lines.Aggregate(zero, (sum, line) => sum + line.Tax) == invoice.Tax, "taxes do not add up");
        Require(invoice.Subtotal + invoice.Tax == invoice.Total, "subtotal and tax do not add up to the total");
        Require(!invoice.AmountDue.IsNegative, "an amount due is negative");
        Require(invoice.Total.IsNegative || invoice.Total - invoice.CreditApplied == invoice.AmountDue, "total less credit is not the amount due");
    }

    private static void Require(bool holds, string broken)
    {
        if (!holds) throw new InvariantBrokenException($"Refused: {broken}.");
    }
}
