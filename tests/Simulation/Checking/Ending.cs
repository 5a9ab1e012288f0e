using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests.Checking;

/// <summary>Nothing goes wrong any more: everything comes to rest, and what is left is held against itself, the provider and a history without faults.</summary>
internal sealed class Ending(History history)
{
    private const int MostRounds = 80;

    /// <summary>Of the rounds: four hours.</summary>
    private const int LongestDoubt = 10;

    private Instant calmAt;

    public void Check()
    {
        history.Calm();
        history.Webhooks.Quiet = true;
        history.Note("end");
        calmAt = history.Scheduler.Now;
        // One process, both or none: who stays has what it believes, and who comes has the journal.
        foreach (var process in history.Processes.ToList())
            if ((history.Plan.Seed % 3) == 2 || history.Plan.Seed % 3 == process.Slot) history.End(process);
        // The provider sends a webhook again for three days: whatever a cardholder has done is told once in the end.
        history.Webhooks.TellAgain(Duration.FromMinutes(2));
        if (!Settle()) return;
        var state = history.Auditor.State!;
        MoneyRules.Settled(history, state);
        history.Auditor.NothingVanished();
        Mails();
        Subscribers();
        Replayed(state);
        if (!history.IsOver && history.Plan.OnTestClock) new FaultFree(history).Check();
    }

    private bool Settle()
    {
        for (var round = 0; round < MostRounds && !history.IsOver; round++)
        {
            history.Scheduler.Run(() => history.IsOver, history.Scheduler.Now + (round < 8 ? Duration.FromMinutes(5) : Duration.FromHours(2)));
            history.Route()?.Wake();
            // Hourly look-ups, and a stored failure that is got round at the next of them (F4).
            if (round == LongestDoubt && history.Auditor.State!.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled && !IsAfter(invoice)))
                history.Wrong("what became of a payment is not known, and nothing keeps anybody from finding out");
            if (round >= 2 && history.Auditor.State is { } state && IsAtRest(state))
            {
                // Long enough for every hub to look at the feed once after the last event.
                var written = history.Store.Head;
                history.Scheduler.Run(() => history.IsOver, history.Scheduler.Now + Duration.FromHours(10));
                if (history.Store.Head == written && history.Auditor.State is { } later && IsAtRest(later)) return !history.IsOver;
            }
        }

        if (!history.IsOver)
            history.Wrong($"it never comes to rest: {history.Auditor.State?.Outbox.Count} mails wait, next {history.Auditor.State?.Outbox.Min(mail => mail.NextTryAt)}");
        return false;
    }

    /// <summary>It was tried for the first time after everything had come right.</summary>
    private bool IsAfter(Invoice invoice) => invoice.Payment.UnknownSince is not { } since || since > calmAt;

    private static bool IsAtRest(OrganizationState state) => state.Outbox.IsEmpty && !state.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled)
        && !state.Invoices.Any(invoice => invoice.Refunds.Any(refund => refund.Status == RefundStatus.Pending));

    private void Mails()
    {
        var failed = history.Auditor.Facts.Select(fact => fact.Event).OfType<MailDeliveryFailed>().Where(mail => mail.NextTryAt is null)
            .Select(mail => mail.Mail).ToHashSet();
        foreach (var mail in history.Auditor.Mails.Where(mail => !history.Delivered.Contains(mail.Id) && !failed.Contains(mail.Id)))
            history.Wrong($"mail {mail.Template} about {mail.About} never went out");
        foreach (var group in history.Auditor.Mails.GroupBy(mail => (mail.Template, mail.About)).Where(group => group.Count() > 1))
            history.Wrong($"mail {group.Key} was queued {group.Count()} times");
    }

    /// <summary>Each saw 1…n: that each was the one after the last is watched as they come.</summary>
    private void Subscribers()
    {
        var (ours, all) = (history.Subscribers[0].Last, history.Subscribers[1].Last);
        if (ours != history.Auditor.State!.PublicSequence) history.Wrong($"the subscriber saw {ours} events of {history.Auditor.State.PublicSequence}");
        if (all != history.Store.Head) history.Wrong($"the feed's reader saw {all} events of {history.Store.Head}");
    }

    /// <summary>Reading the journal anew comes to the state that was written step by step, older records included.</summary>
    private void Replayed(OrganizationState state)
    {
        OrganizationState? again = null;
        foreach (var record in history.Store.Records(state.Id.Value))
        {
            var fact = Grains.Organizations.JournalMapping.Read(record);
            again = again is null ? OrganizationFold.Start(fact) : OrganizationFold.Apply(again, fact);
        }

        if (Text(again!) != Text(state)) history.Wrong("the journal replays to another state");
    }

    private static string Text(OrganizationState state) => JsonSerializer.Serialize(state, BillingJson.Options);
}
