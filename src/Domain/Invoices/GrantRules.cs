using Billing.Domain.AdHoc;
using Billing.Domain.Contracts;
using Billing.Domain.Dunning;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Seats;

namespace Billing.Domain.Invoices;

/// <summary>Hands over what an invoice was for, in the turn in which its money is in (A4), or at once where it is mailed (A48).</summary>
internal static class GrantRules
{
    public static void Give(Turn turn, Grant grant, Invoice invoice)
    {
        switch (grant)
        {
            case ContractGrant contract: Begin(turn, contract, invoice.Number); break;
            case SeatsGrant seats: Add(turn, seats, invoice); break;
            case PlanGrant plan: Change(turn, plan, invoice); break;
            case AdHocGrant seats: AdHocRules.Fulfill(turn, seats.Request); break;
            default: throw new InvalidOperationException($"Nobody grants {grant.GetType().Name}.");
        }
    }

    /// <summary>A contract starts, in place of another perhaps: what that one left unpaid for its own period falls (A38).</summary>
    public static void Begin(Turn turn, ContractGrant grant, int? invoiceNumber)
    {
        foreach (var open in turn.State.OpenInvoices.Where(open => open.OnDecline == DeclineRule.Dunning && open.Number != invoiceNumber).ToList())
            if (open.Period is { } period && period.EndsAt > turn.At) PaymentRules.RequestVoid(turn, open, VoidReason.Replaced);
        if (grant.Collection is { } collection && turn.State.Payment.Collection != collection) turn.Record(new CollectionChanged(collection));
        turn.Record(new ContractStarted(grant.Contract));
        DunningRules.Activate(turn);
    }

    private static void Add(Turn turn, SeatsGrant seats, Invoice invoice)
    {
        var contract = turn.Contract;
        var fullTime = seats.Type == SeatType.FullTime;
        var before = fullTime ? contract.FullTimeSeats : contract.CollaboratorSeats;
        turn.Record(new SeatsPurchased(
            seats.Type, seats.Added, contract.FullTimeSeats + (fullTime ? seats.Added : 0), contract.CollaboratorSeats + (fullTime ? 0 : seats.Added),
            contract.Billed.Plus(invoice.Billed!)));
        var word = fullTime ? "full-time seat" : "collaborator seat";
        MailRules.ToInvoiceAddresses(turn, MailTemplate.SeatsPurchased, invoice.NumberText,
            MailRules.OfInvoice(invoice) with { Before = Count(before, word), After = Count(before + seats.Added, word) });
    }

    private static void Change(Turn turn, PlanGrant grant, Invoice invoice)
    {
        var contract = turn.Contract;
        // What was scheduled was a step down from terms that are gone now: it would undo an upgrade at the term's end (R11).
        if (contract.Scheduled is not null) turn.Record(new ReductionCanceled());
        turn.Record(new PlanChanged(contract.Plan, grant.Plan, contract.FullTimeSeats, grant.FullTimeSeats, grant.SeatPrice,
            contract.Billed.Plus(invoice.Billed!)));
        MailRules.ToInvoiceAddresses(turn, MailTemplate.PlanChanged, invoice.NumberText, MailRules.OfInvoice(invoice) with
        {
            Before = $"{turn.Lines.PlanName(contract.Plan)}, {Count(contract.FullTimeSeats, "full-time seat")}",
            After = $"{turn.Lines.PlanName(grant.Plan)}, {Count(grant.FullTimeSeats, "full-time seat")}",
        });
    }

    private static string Count(int number, string one) => number == 1 ? $"1 {one}" : $"{number} {one}s";
}
