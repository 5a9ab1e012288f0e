using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.AdHoc;
using Billing.Domain.Invoices;

namespace Billing.Grains.Tests.Organizations;

/// <summary>What must hold of every world at rest, whatever has happened to it.</summary>
internal static class Checks
{
    public static async Task<List<string>> AllAsync(World world)
    {
        var wrong = new List<string>();
        var state = world.State;
        foreach (var invoice in state.Invoices) Money(world, invoice, wrong);
        foreach (var charge in world.Stripe.Charges.Where(charge => state.Invoices.All(invoice => invoice.Id.Value != charge.InvoiceId)))
            wrong.Add($"{charge.IntentId} took money for {charge.InvoiceId}, which is in no book");
        Sequence(world, wrong);
        Grants(world, wrong);
        Slots(world, wrong);
        var sum = state.Credit.Entries.Aggregate(Domain.Money.Zero(state.Currency), (total, entry) => total + entry.Amount);
        if (sum != state.Credit.Balance) wrong.Add($"the balance is {state.Credit.Balance}, its entries come to {sum}");
        Mail(world, wrong);
        var replayed = await world.ReplayAsync();
        if (Text(replayed) != Text(state)) wrong.Add("the state is not what the journal replays to");
        return wrong;
    }

    private static void Money(World world, Invoice invoice, List<string> wrong)
    {
        var charges = world.Stripe.Charges.Where(charge => charge.InvoiceId == invoice.Id.Value).ToList();
        if (charges.Count > 1) wrong.Add($"invoice {invoice.NumberText} was charged {charges.Count} times");
        var taken = charges.Sum(charge => charge.Amount);
        var owed = invoice.Status == InvoiceStatus.Paid ? invoice.PaidByCard.Minor : 0;
        if (taken != owed) wrong.Add($"invoice {invoice.NumberText} is {invoice.Status} with {owed} by card, and {taken} was taken");
        if (invoice.PaidByCard.Minor != 0 && invoice.PaidByCard != invoice.AmountDue) wrong.Add($"invoice {invoice.NumberText} was paid in part");
        var refunded = world.Stripe.Refunds.Where(refund => refund.InvoiceId == invoice.Id.Value).Sum(refund => refund.View.Amount);
        if (refunded != invoice.AmountRefunded.Minor) wrong.Add($"invoice {invoice.NumberText}: {refunded} went back, the books say {invoice.AmountRefunded}");
    }

    private static void Sequence(World world, List<string> wrong)
    {
        var records = world.Journal.Records(Samples.Organization.Value);
        for (var index = 0; index < records.Count; index++)
            if (records[index].Sequence != index + 1) wrong.Add($"sequence {records[index].Sequence} stands at {index + 1}");
        var published = records.Where(record => record.PublicSequence is not null).Select(record => record.PublicSequence!.Value).ToList();
        if (!published.SequenceEqual(Enumerable.Range(1, published.Count).Select(number => (long)number))) wrong.Add("the public sequence has a gap");
        if (records.Zip(records.Skip(1)).Any(pair => pair.Second.At < pair.First.At)) wrong.Add("time runs backwards");
    }

    /// <summary>A slot is taken by as many as there are, and what was accepted at a price is paid.</summary>
    private static void Slots(World world, List<string> wrong)
    {
        var state = world.State;
        wrong.AddRange(state.Seasons.Values.Where(season => season.RemovedAt is null && state.Assigned(season.Id) > season.Seats)
            .Select(season => $"{season.Name} has {state.Assigned(season.Id)} members and {season.Seats} seats"));
        wrong.AddRange(state.AdHocRequests.Where(request => request is { State: AdHocState.Fulfilled, InvoiceNumber: { } number } && state.Invoice(number).Status != InvoiceStatus.Paid)
            .Select(request => $"{request.Id} was granted without the money"));
    }

    /// <summary>What a card pays for is handed over in the append of the payment, and never else (A4).</summary>
    private static void Grants(World world, List<string> wrong)
    {
        foreach (var append in world.Journal.Appends)
        {
            var kinds = append.Records.Select(record => record.Kind).ToList();
            if ((kinds.Contains("seats-purchased") || kinds.Contains("plan-changed")) && !kinds.Contains("invoice-paid"))
                wrong.Add($"{string.Join('+', kinds)}: granted without the money");
        }
    }

    private static void Mail(World world, List<string> wrong)
    {
        var queued = world.Journal.Appends.SelectMany(append => append.Changes.Mail).ToList();
        var delivered = world.Mail.Delivered.Select(mail => mail.Id.Value).ToHashSet();
        wrong.AddRange(queued.Where(mail => !delivered.Contains(mail.Id)).Select(mail => $"mail {mail.Template} about {mail.Text} never went out"));
        wrong.AddRange(queued.GroupBy(mail => (mail.Template, mail.Text)).Where(group => group.Count() > 1)
            .Select(group => $"mail {group.Key} was queued {group.Count()} times"));
    }

    private static string Text<T>(T state) => JsonSerializer.Serialize(state, BillingJson.Options);
}
