using System.Collections.Immutable;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Domain.Organizations;

public enum TimelineKind
{
    Renewal,
    SeasonOpens,
    SeasonCloses,
    PaymentReminder,
    GraceEnds,
    Cancellation,
    TrialEnds,
    InvoiceDue,
    StorageInvoice,
    AdHocDue,
}

/// <param name="Amount">Of a renewal after tax and credit (A58); null where nothing is charged.</param>
public sealed record TimelineItem(Instant At, TimelineKind What, string Description, Money? Amount);

/// <summary>What will happen by itself if nobody does anything: the agenda itself, walked ahead on a copy of the state. A charge with a card
/// on file is taken to succeed; what has been declined is taken to stay declined.</summary>
public static class Timeline
{
    /// <summary>More entries than anybody reads: ask for a nearer instant.</summary>
    public const int MostItems = 1_000;

    /// <param name="until">Included (A58).</param>
    /// <returns>Null where there would be more than <see cref="MostItems"/>.</returns>
    public static ImmutableArray<TimelineItem>? Until(OrganizationState state, DecisionContext context, Instant until)
    {
        var items = ImmutableArray.CreateBuilder<TimelineItem>();
        state = SeasonRules.Silent(state);
        while (Agenda.Next(state) is { } entry && entry.At <= until && !Agenda.IsBlocked(state, entry))
        {
            var ahead = context with { Now = Instant.Max(entry.At, state.LastEventAt), RealNow = Instant.Max(entry.At, context.RealNow) };
            if (Describe(state, entry, ahead) is { } item) items.Add(item);
            if (items.Count > MostItems) return null;
            if (entry.SeasonId is not null)
            {
                state = SeasonRules.Pass(state, entry);
                continue;
            }

            var decision = OrganizationRules.Due(state, entry, ahead);
            if (decision.Events.IsEmpty) break;
            state = Assume(decision.Events.Aggregate(state, OrganizationFold.Apply), entry, ahead);
        }

        return items.ToImmutable();
    }

    private static TimelineItem? Describe(OrganizationState state, DueEntry entry, DecisionContext context) => entry.Kind switch
    {
        DueKind.PaymentMethodReminder => new(entry.At, TimelineKind.PaymentReminder, "Reminder: there is no card on file", null),
        DueKind.GraceEnds => new(entry.At, TimelineKind.GraceEnds, "The grace period ends: access to everything but billing is lost", null),
        DueKind.InvoiceOverdue => Due(state.Invoice(entry.InvoiceNumber!.Value), entry.At),
        DueKind.SeasonOpens => new(entry.At, TimelineKind.SeasonOpens, $"{state.Seasons[entry.SeasonId!.Value].Name} opens", null),
        DueKind.SeasonCloses => new(entry.At, TimelineKind.SeasonCloses, $"{state.Seasons[entry.SeasonId!.Value].Name} closes", null),
        DueKind.AdHocOverdue => new(entry.At, TimelineKind.AdHocDue, "A request for ad hoc seats is due to be answered", null),
        DueKind.PeriodEnds => PeriodEnds(state, entry.At, context),
        DueKind.StorageMonthEnds => Storage.MonthEndRules.Describe(new Turn(state, context, entry.At)),
        _ => null,
    };

    private static TimelineItem Due(Invoice invoice, Instant at) => new(at, TimelineKind.InvoiceDue, $"Invoice {invoice.NumberText} is due", invoice.AmountDue);

    private static TimelineItem PeriodEnds(OrganizationState state, Instant at, DecisionContext context)
    {
        var contract = state.Contract!;
        if (contract.CancelsAt is { } end && end <= contract.RenewsAt) return new(at, TimelineKind.Cancellation, "The subscription ends as canceled", null);
        var next = RenewalRules.Next(state, context.Catalog);
        var amount = RenewalRules.Price(new Turn(state, context, at), next).Due;
        return contract.InTrial
            ? state.Payment is { Collection: Collection.ChargeCard, Card: null } && !amount.IsZero
                ? new(at, TimelineKind.TrialEnds, "The trial ends, and without a card access to everything but billing is lost", null)
                : new(at, TimelineKind.TrialEnds, "The trial ends and the first period starts", amount)
            : new(at, TimelineKind.Renewal, $"Renewal for {next.CurrentPeriod.Start:yyyy-MM-dd} to {next.CurrentPeriod.End:yyyy-MM-dd}", amount);
    }

    /// <summary>What the entry has started at the provider is taken to go well: charges paid, cancellations done.</summary>
    private static OrganizationState Assume(OrganizationState state, DueEntry entry, DecisionContext context)
    {
        foreach (var invoice in state.OpenInvoices.ToList())
        {
            var payment = invoice.Payment;
            if (payment.Cancel is not null) state = Fold(state, PaymentRules.Canceled(state, context, invoice.Number, succeeded: false));
            else if (payment.LastAttempt is not { Outcome: AttemptOutcome.Pending }) continue;
            else if (entry.Kind == DueKind.PaymentRetry) state = Fold(state, PaymentRules.Settle(state, context, invoice.Number, AttemptOutcome.Declined, null, null, null));
            else state = Fold(state, PaymentRules.Settle(state, context, invoice.Number, AttemptOutcome.Succeeded, null, null, null));
        }

        return state;
    }

    private static OrganizationState Fold(OrganizationState state, Decision decision) => decision.Events.Aggregate(state, OrganizationFold.Apply);
}
