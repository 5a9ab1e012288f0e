using NodaTime;

namespace Billing.Domain.AdHoc;

public enum AdHocState
{
    Requested,
    Fulfilled,
    Declined,

    /// <summary>48 business hours have passed without an answer (R31). It can still be answered.</summary>
    Overdue,
}

/// <summary>A customer's wish for seasonal seats beside his contract, for staff to accept or decline (R30).</summary>
public sealed record AdHocRequest
{
    public required AdHocRequestId Id { get; init; }

    public required int Seats { get; init; }

    public required LocalDate StartsOn { get; init; }

    /// <summary>How many times three months.</summary>
    public required int Increments { get; init; }

    public required Instant RequestedAt { get; init; }

    /// <summary>48 business hours after it (A13).</summary>
    public required Instant DueBy { get; init; }

    public required AdHocState State { get; init; }

    /// <summary>Who asked: the answer goes there.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The season that came of it.</summary>
    public SeasonId? Season { get; init; }

    /// <summary>The invoice on whose payment it waits, or that it was accepted with.</summary>
    public int? InvoiceNumber { get; init; }

    /// <summary>Three calendar months an increment, the day clamped, the end not included (A14).</summary>
    public BillingPeriod Window => new(StartsOn, StartsOn.PlusMonths(3 * Increments));

    public bool IsOpen => State is AdHocState.Requested or AdHocState.Overdue;
}
