using Billing.Domain.AdHoc;
using Billing.Domain.Invoices;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>What can be due, in the order in which entries of one instant are worked off.</summary>
public enum DueKind
{
    /// <summary>Before all else of its instant: the state before a renewal or a lock decides the month (A24).</summary>
    StorageMonthEnds,
    PurchaseExpires,
    InvoiceOverdue,
    GraceEnds,
    PaymentRetry,
    LockedPeriodOver,
    PeriodEnds,
    PaymentMethodReminder,

    // Seasons come after what can lock the organization at the same instant: a locked one's openings are not told (A31).
    SeasonCloses,
    SeasonOpens,
    AdHocOverdue,
}

/// <summary>One thing that happens by itself.</summary>
/// <param name="At">When it is due; it happens as of then, however late anybody wakes up.</param>
public sealed record DueEntry(Instant At, DueKind Kind, int? InvoiceNumber = null, SeasonId? SeasonId = null, AdHocRequestId? AdHocRequestId = null);

/// <summary>The only place that knows what is due and when (D5).</summary>
public static class Agenda
{
    private static readonly Duration PurchaseLife = Duration.FromHours(24);

    /// <summary>The next entry, whenever it is due; null where nothing will happen by itself.</summary>
    public static DueEntry? Next(OrganizationState state) => Earliest(OfBilling(state).Concat(OfSeasons(state)));

    /// <summary>The next entry that need not wait, never a blocked one: neither seasons nor a month's end wait for a payment whose outcome nobody knows.</summary>
    public static DueEntry? NextReady(OrganizationState state)
    {
        var next = Next(state);
        return next is not null && IsBlocked(state, next) ? Earliest(OfSeasons(state).Concat(OfMonth(state))) : next;
    }

    /// <summary>The next entry that can change status or money: access by seasons follows from their windows alone.</summary>
    public static DueEntry? NextOfBilling(OrganizationState state) => Earliest(OfBilling(state));

    /// <summary>An entry that must wait until the outcome of a payment is known (A60, A61).</summary>
    public static bool IsBlocked(OrganizationState state, DueEntry entry) => entry.Kind switch
    {
        DueKind.GraceEnds => state.OpenInvoices.Any(invoice => invoice.OnDecline == DeclineRule.Dunning && invoice.Payment.IsUnsettled),
        DueKind.PeriodEnds => state.UnderWay is { Payment.IsUnsettled: true },
        _ => false,
    };

    private static DueEntry? Earliest(IEnumerable<DueEntry> entries)
    {
        DueEntry? first = null;
        foreach (var entry in entries)
            if (first is null || IsBefore(entry, first)) first = entry;
        return first;
    }

    private static bool IsBefore(DueEntry entry, DueEntry other) =>
        entry.At != other.At ? entry.At < other.At
        : entry.Kind != other.Kind ? entry.Kind < other.Kind
        : string.CompareOrdinal(entry.SeasonId?.Value, other.SeasonId?.Value) < 0;

    private static IEnumerable<DueEntry> OfSeasons(OrganizationState state)
    {
        foreach (var season in state.Seasons.Values)
            if (OfSeason(state, season) is { } entry) yield return entry;
        foreach (var request in state.AdHocRequests)
            if (request.State == AdHocState.Requested) yield return new(request.DueBy, DueKind.AdHocOverdue, AdHocRequestId: request.Id);
    }

    /// <summary>Whoever has not been told yet comes first, at once.</summary>
    private static DueEntry? OfSeason(OrganizationState state, Season season)
    {
        if (season.Telling is { } telling && !TellRules.Waits(state, telling))
            return new(state.LastEventAt, telling.Opened ? DueKind.SeasonOpens : DueKind.SeasonCloses, SeasonId: season.Id);
        return season.Reached switch
        {
            SeasonState.Upcoming => new(season.OpensAt, DueKind.SeasonOpens, SeasonId: season.Id),
            SeasonState.Open => new(season.ClosesAt, DueKind.SeasonCloses, SeasonId: season.Id),
            _ => null,
        };
    }

    private static IEnumerable<DueEntry> OfMonth(OrganizationState state)
    {
        if (Storage.MonthEndRules.EndsAt(state) is { } monthEnd) yield return new(monthEnd, DueKind.StorageMonthEnds);
    }

    private static IEnumerable<DueEntry> OfBilling(OrganizationState state)
    {
        foreach (var month in OfMonth(state)) yield return month;
        foreach (var invoice in state.OpenInvoices)
            if (OfInvoice(state, invoice) is { } entry) yield return entry;
        if (state.Status is { State: AccountState.PastDue, Deadline: { } deadline }) yield return new(deadline, DueKind.GraceEnds);
        if (PeriodEnd(state) is not { } end) yield break;
        yield return new(end, DueKind.PeriodEnds);
        if (Reminder(state, end) is { } reminder) yield return new(reminder, DueKind.PaymentMethodReminder);
    }

    private static DueEntry? OfInvoice(OrganizationState state, Invoice invoice)
    {
        if (invoice.IsUnderWay)
        {
            return invoice.Payment.AwaitsCardholder
                ? new(invoice.Payment.LastAttempt!.At + PurchaseLife, DueKind.PurchaseExpires, invoice.Number) : null;
        }

        // A period that ended before access was lost was used, so its invoice stays owed; one that ends while locked is void (A63).
        if (state.Status.State == AccountState.BillingOnly && invoice.OnDecline == DeclineRule.Dunning && !invoice.Payment.IsUnsettled
            && invoice.Period is { } period && period.EndsAt > state.Status.Since) return new(period.EndsAt, DueKind.LockedPeriodOver, invoice.Number);
        if (invoice is { Collection: Collection.SendInvoice, FailedAt: null }) return new(invoice.DueAt, DueKind.InvoiceOverdue, invoice.Number);
        return state.Status.State == AccountState.PastDue && !invoice.Payment.IsUnsettled && !invoice.Payment.AwaitsCardholder && !invoice.Payment.RetriesAt.IsEmpty
            ? new(invoice.Payment.RetriesAt[0], DueKind.PaymentRetry, invoice.Number) : null;
    }

    /// <summary>A locked organization renews nothing (A63), and no period is renewed while the card's renewal before it is open.</summary>
    private static Instant? PeriodEnd(OrganizationState state)
    {
        if (state.Contract is not { } contract || state.Status.State is AccountState.Pending or AccountState.BillingOnly) return null;
        var waits = state.OpenInvoices.Any(invoice => invoice is { OnDecline: DeclineRule.Dunning, Collection: Collection.ChargeCard });
        return waits ? null : contract.RenewsAt;
    }

    /// <summary>7 days and 1 day before a period's end that finds no card (R3, A3); none where access ends anyway.</summary>
    private static Instant? Reminder(OrganizationState state, Instant end)
    {
        if (state.Payment is { Collection: Collection.SendInvoice } or { Card: not null }) return null;
        if (state.Contract!.CancelsAt is { } cancelsAt && cancelsAt <= end) return null;
        var sent = state.Reminders?.EndsAt == end ? state.Reminders : new(end, false, false);
        var short7 = state.Contract.InTrial && state.Contract.CurrentPeriod.Days < 7;
        if (!sent.SevenDays && !short7) return end - Duration.FromDays(7);
        return sent.OneDay ? null : end - Duration.FromDays(1);
    }
}
