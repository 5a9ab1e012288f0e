using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests;

/// <summary>What must hold after every append of every test, whatever it is about (D6, D9).</summary>
internal static class Invariants
{
    public static void Hold(List<RecordedEvent> journal, int added, OrganizationState state, PretendProvider provider)
    {
        for (var index = journal.Count - added; index < journal.Count; index++) Follows(journal[index - 1], journal[index]);
        LedgerSums(state);
        SeatsSuffice(state);
        foreach (var invoice in state.Invoices) Sums(invoice, provider);
        Assert.Equal(state.Invoices.Where(Unfinished).Select(invoice => invoice.Number), state.Unfinished.Order());
        Assert.Equal(Enumerable.Range(1, state.Invoices.Count), state.Invoices.Select(invoice => invoice.Number));
        Assert.True(state.OpenInvoices.Count(invoice => invoice.IsUnderWay) <= 1, "A60: at most one purchase is under way.");
        Assert.Equal(state.Outbox.Count, state.Outbox.Select(mail => (mail.Template, mail.About)).Distinct().Count());
    }

    private static void Follows(RecordedEvent before, RecordedEvent after)
    {
        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.True(after.At >= before.At, "D6: time never runs backwards.");
        Assert.Equal(after.Event is PublishedEvent, after.PublicSequence is not null);
    }

    private static void LedgerSums(OrganizationState state)
    {
        var entries = state.Credit.Entries.Where(entry => entry.Amount.Currency == state.Currency).ToList();
        Assert.Equal(state.Credit.Balance.Minor, entries.Sum(entry => entry.Amount.Minor));
        if (entries.Count > 0) Assert.Equal(state.Credit.Balance, entries[^1].BalanceAfter);
    }

    private static void SeatsSuffice(OrganizationState state)
    {
        if (state.Contract is not { } contract) return;
        Assert.True(contract.FullTimeSeats >= state.Assigned(MemberType.FullTime) && contract.CollaboratorSeats >= state.Assigned(MemberType.Collaborator));
        Assert.False(contract.Billed.FullTime.IsNegative || contract.Billed.Collaborators.IsNegative || contract.Billed.AddOns.IsNegative, "P9");
    }

    private static void Sums(Invoice invoice, PretendProvider provider)
    {
        Assert.Equal(invoice.Lines.Sum(line => line.Amount.Minor), invoice.Subtotal.Minor);
        Assert.Equal(invoice.Lines.Sum(line => line.Tax.Minor), invoice.Tax.Minor);
        Assert.Equal(invoice.Subtotal + invoice.Tax, invoice.Total);
        Assert.Equal(Math.Max(0, (invoice.Total - invoice.CreditApplied).Minor), invoice.AmountDue.Minor);
        var taken = provider.Taken.GetValueOrDefault(invoice.Id.Value);
        Assert.True(taken <= invoice.AmountDue.Minor, $"Invoice {invoice.NumberText} was charged {taken} of {invoice.AmountDue.Minor}.");
        if (invoice.Status == InvoiceStatus.Paid) Assert.Equal(invoice.PaidByCard.Minor, taken);
        if (invoice.Status == InvoiceStatus.Void) Assert.Equal(0, taken);
    }

    private static bool Unfinished(Invoice invoice) => invoice.IsOpen || invoice.Refunds.Any(refund => refund.Status == RefundStatus.Pending);
}
