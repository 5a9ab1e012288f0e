using System.Text;
using System.Text.Json;
using Billing.Contracts.Serialization;
using NodaTime;

namespace Billing.Grains.Tests.Organizations;

/// <summary>What a history comes to, in words that two runs can be compared by: without ids, attempts and look-ups.</summary>
internal static class Books
{
    public static string Of(World world)
    {
        var (state, exact) = (world.State, world.State.TestClock is not null);
        var text = new StringBuilder();
        text.AppendLine($"{state.Status.State} {state.Status.Reason} {When(exact, state.Status.Deadline)} {When(exact, state.Status.Since)} clock {state.TestClock}");
        text.AppendLine($"contract {JsonSerializer.Serialize(state.Contract, BillingJson.Options)}");
        text.AppendLine($"pays {state.Payment.Collection} {state.Payment.Card?.Last4}");
        foreach (var invoice in state.Invoices)
        {
            text.AppendLine($"invoice {invoice.NumberText} {invoice.Kind} {invoice.Status} {invoice.VoidReason} {invoice.Period?.Start:R} {invoice.Period?.End:R} total {invoice.Total} "
                + $"credit {invoice.CreditApplied} due {invoice.AmountDue} card {invoice.PaidByCard} refunded {invoice.AmountRefunded} "
                + $"paid {When(exact, invoice.PaidAt)} failed {When(exact, invoice.FailedAt)} retries {invoice.Payment.RetriesAt.Length}");
        }

        foreach (var entry in state.Credit.Entries) text.AppendLine($"credit {entry.Amount} {entry.BalanceAfter} {entry.Reason}");
        text.AppendLine($"keys {string.Join(' ', state.Keys.Keys.Order(StringComparer.Ordinal))}");
        foreach (var record in world.Journal.Records(Samples.Organization.Value))
        {
            if (record.PublicSequence is { } number) text.AppendLine($"event {number} {record.Kind} {When(exact, record.At)}");
        }

        foreach (var mail in world.Journal.Appends.SelectMany(append => append.Changes.Mail))
            text.AppendLine($"mail {mail.Template} {(exact ? mail.Text : "")} {string.Join(' ', mail.To)}");

        return text.ToString();
    }

    private static string When(bool exact, Instant? at) => at is null ? "-" : exact ? at.Value.ToString() : "+";
}
