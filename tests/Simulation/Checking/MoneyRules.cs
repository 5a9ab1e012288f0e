using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.World;

namespace Billing.Simulation.Tests.Checking;

/// <summary>The books against the provider's ledger: at every commit, and whenever money moves.</summary>
internal sealed class MoneyRules(History history)
{
    private int seatsGiven;
    private int seatsDue;

    public void Check(OrganizationState? before, OrganizationState after, IReadOnlyList<RecordedEvent> fresh)
    {
        foreach (var fact in fresh)
        {
            switch (fact.Event)
            {
                case InvoiceIssued { Invoice: var issued }:
                    if (issued.Kind == InvoiceKind.Seats && issued.Collection == Collection.SendInvoice) seatsDue++;
                    if (after.Invoices.Any(other => other.Number != issued.Number && other.Id == issued.Id))
                        history.Wrong($"two invoices have the id {issued.Id}");
                    break;
                case InvoicePaid e:
                    if (after.Invoice(e.Number) is { Kind: InvoiceKind.Seats, Collection: Collection.ChargeCard }) seatsDue++;
                    Paid(after.Invoice(e.Number), e.ByCard.Minor);
                    break;
                case InvoiceVoided e: Void(after.Invoice(e.Number)); break;
                case InvoiceRefunded e: Refunded(after.Invoice(e.Number)); break;
                case AttemptSettled { Outcome: not (AttemptOutcome.Unknown or AttemptOutcome.Pending) } e: Heard(after.Invoice(e.Number)); break;
                case SeatsPurchased e:
                    seatsGiven++;
                    if (before?.Contract is { } was && e.FullTimeSeats + e.CollaboratorSeats > was.FullTimeSeats + was.CollaboratorSeats + e.Added)
                        history.Wrong($"{e.Added} seats made {was.FullTimeSeats} into {e.FullTimeSeats}");
                    break;
                default: break;
            }
        }

        if (seatsGiven != seatsDue) history.Wrong($"seats were granted {seatsGiven} times, and due {seatsDue} times");
    }

    public void Confirming(FakeIntent intent, Invoice? invoice)
    {
        if (invoice is null || invoice.Id.Value != intent.Metadata.InvoiceId)
            history.Wrong($"{intent.Id} is charged for an invoice that is in no book");
        else if (invoice.Payment.IntentId != intent.Id) history.Wrong($"{intent.Id} is charged, and invoice {invoice.NumberText} does not know it");
        else if (!invoice.IsOpen) history.Wrong($"{intent.Id} is charged, and invoice {invoice.NumberText} is {invoice.Status}");
        else if (history.Bank.Asked(invoice.NumberText) >= invoice.Payment.Attempts.Length)
            history.Wrong($"the bank was asked more often than invoice {invoice.NumberText} was tried");
        else if (intent.Amount != invoice.AmountDue.Minor)
            history.Wrong($"{intent.Id} is for {intent.Amount}, invoice {invoice.NumberText} is due with {invoice.AmountDue}");
        var same = history.Stripe.Intents.Count(other => other.Metadata == intent.Metadata && other.Status != IntentStatus.Canceled);
        if (same > 1) history.Wrong($"{same} intents for the same charge of invoice {intent.Metadata.InvoiceNumber}");
    }

    /// <summary>At rest nothing is left over on either side.</summary>
    public static void Settled(History history, OrganizationState state)
    {
        foreach (var invoice in state.Invoices)
        {
            var taken = Taken(history, invoice);
            var owed = invoice.Status == InvoiceStatus.Paid ? invoice.PaidByCard.Minor : 0;
            if (taken != owed) history.Wrong($"invoice {invoice.NumberText} is {invoice.Status} with {owed} by card, and {taken} was taken");
            if (RefundedOf(history, invoice) != invoice.AmountRefunded.Minor)
                history.Wrong($"invoice {invoice.NumberText}: {RefundedOf(history, invoice)} went back, the books say {invoice.AmountRefunded}");
            if (history.Stripe.Intents.Count(intent => intent.Metadata.InvoiceId == invoice.Id.Value && intent.Status != IntentStatus.Canceled) > 1)
                history.Wrong($"invoice {invoice.NumberText} has two intents that are not canceled");
            if (history.Bank.Asked(invoice.NumberText) > invoice.Payment.Attempts.Length)
                history.Wrong($"the bank was asked more often than invoice {invoice.NumberText} was tried");
        }

        foreach (var charge in history.Stripe.Charges.Where(charge => state.Invoices.All(invoice => invoice.Id.Value != charge.InvoiceId)))
            history.Wrong($"{charge.IntentId} took money for {charge.InvoiceId}, which is in no book");
        foreach (var group in history.Stripe.Intents.GroupBy(intent => intent.Metadata).Where(group => group.Count() > 1))
            history.Wrong($"{group.Count()} intents for {group.Key.InvoiceNumber}, generation {group.Key.Generation}");
    }

    private static long Taken(History history, Invoice invoice) => history.Stripe.Charges.Where(charge => charge.InvoiceId == invoice.Id.Value).Sum(charge => charge.Amount);

    private static long RefundedOf(History history, Invoice invoice) =>
        history.Stripe.Refunds.Where(refund => refund.InvoiceId == invoice.Id.Value).Sum(refund => refund.View.Amount);

    private void Paid(Invoice invoice, long byCard)
    {
        var taken = Taken(history, invoice);
        if (taken != byCard) history.Wrong($"invoice {invoice.NumberText} is paid with {byCard} by card, and {taken} was taken");
        if (byCard > invoice.AmountDue.Minor)
            history.Wrong($"invoice {invoice.NumberText} was due with {invoice.AmountDue}, and {byCard} was taken");
        if (byCard == 0) Gone(invoice);
    }

    private void Void(Invoice invoice)
    {
        if (Taken(history, invoice) != 0) history.Wrong($"invoice {invoice.NumberText} is void, and was charged");
        Gone(invoice);
    }

    /// <summary>No intent of it can take money any more.</summary>
    private void Gone(Invoice invoice)
    {
        var alive = history.Stripe.Intents.FirstOrDefault(intent => intent.Metadata.InvoiceId == invoice.Id.Value
            && (intent.Status is IntentStatus.RequiresAction or IntentStatus.Processing or IntentStatus.Succeeded
                || (intent.Id == invoice.Payment.IntentId && intent.Status != IntentStatus.Canceled)));
        if (alive is not null) history.Wrong($"invoice {invoice.NumberText} is {invoice.Status}, and {alive.Id} is {alive.Status}");
    }

    private void Refunded(Invoice invoice)
    {
        if (RefundedOf(history, invoice) != invoice.AmountRefunded.Minor)
            history.Wrong($"invoice {invoice.NumberText}: {RefundedOf(history, invoice)} went back, the books say {invoice.AmountRefunded}");
    }

    /// <summary>An outcome is the bank's word, or nobody's.</summary>
    private void Heard(Invoice invoice)
    {
        var known = invoice.Payment.Attempts.Count(attempt => attempt.Outcome is not (AttemptOutcome.Unknown or AttemptOutcome.Pending));
        if (known > history.Bank.Asked(invoice.NumberText))
            history.Wrong($"invoice {invoice.NumberText} has {known} outcomes, and the bank was asked {history.Bank.Asked(invoice.NumberText)} times");
    }
}
