using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;

namespace Billing.Simulation.Tests.Checking;

/// <summary>What a history comes to, in lines that two of them can be compared by: without ids, attempts, look-ups, and without the order of what
/// commutes.</summary>
internal static class Ledger
{
    public static IReadOnlyList<string> Of(OrganizationState state, IEnumerable<RecordedEvent> facts)
    {
        var lines = new List<string>
        {
            $"{state.Status.State} {state.Status.Reason} {state.Status.Deadline} since {state.Status.Since}, clock {state.TestClock}, {state.Name}",
            $"contract {JsonSerializer.Serialize(state.Contract, BillingJson.Options)}",
            $"pays {state.Payment.Collection} {state.Payment.Card?.Last4}",
            $"credit {state.Credit.Balance}",
            $"keys {string.Join(' ', state.Keys.Keys.Order(StringComparer.Ordinal))}",
        };
        lines.AddRange(state.Invoices.Select(invoice =>
            $"invoice {invoice.NumberText} {invoice.Kind} {invoice.Status} {invoice.VoidReason} {invoice.Period?.Start:R} {invoice.Period?.End:R} "
            + $"total {invoice.Total} credit {invoice.CreditApplied} due {invoice.AmountDue} card {invoice.PaidByCard} refunded {invoice.AmountRefunded} issued {invoice.IssuedAt} "
            + $"paid {invoice.PaidAt} failed {invoice.FailedAt}"));
        lines.AddRange(state.Members.Values.Select(member => $"member {member.Id} {member.Type} {member.Status} welcomed {member.Welcomed} "
            + string.Join(' ', member.Seasons.Select(id => state.Seasons[id].Name).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
        lines.AddRange(state.Seasons.Values.Select(season =>
            $"season {season.Name} {season.Window} {season.Seats} {season.Reached} {season.Openings} removed {season.RemovedAt}")
            .Order(StringComparer.Ordinal));
        var all = facts.ToList();
        lines.AddRange(all.Where(fact => fact.PublicSequence is not null)
            .Select(fact => $"event {fact.Event.GetType().Name} {fact.At}").Order(StringComparer.Ordinal));
        lines.AddRange(all.Select(fact => fact.Event).OfType<MailQueued>().Select(queued => Line(queued.Mail)).Order(StringComparer.Ordinal));
        return lines;
    }

    private static string Line(QueuedMail mail) => $"mail {mail.Template} of {mail.QueuedAt} about {mail.Facts.InvoiceNumber} to {string.Join(' ', mail.To)}";
}
