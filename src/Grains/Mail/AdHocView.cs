using Billing.Domain;
using Billing.Domain.Mail;
using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>A request for ad hoc seats, for those who ask and those who answer.</summary>
internal sealed record AdHocView
{
    /// <summary><c>5 seats</c></summary>
    public required string Seats { get; init; }

    /// <summary>First and last day, both with access.</summary>
    public required string Days { get; init; }

    public required MomentView Opens { get; init; }

    /// <summary>The first instant without access.</summary>
    public required MomentView Closes { get; init; }

    /// <summary><c>2 increments of three months</c> (R30)</summary>
    public required string Increments { get; init; }

    /// <summary>48 business hours after the request (R31).</summary>
    public required MomentView DueBy { get; init; }

    public required bool Accepted { get; init; }

    public required string? SeasonName { get; init; }

    public static AdHocView Of(AdHocFacts request, DateTimeZone? zone)
    {
        var window = BillingPeriod.OfSeason(request.StartsOn, request.EndsOn);
        return new()
        {
            Seats = Count(request.Seats, "seat"),
            Days = SeasonView.DaysText(request.StartsOn, request.EndsOn),
            Opens = MomentView.InWords(window.StartsAt, zone),
            Closes = MomentView.EndInWords(window.EndsAt, zone),
            Increments = $"{Count(request.Increments, "increment")} of three months",
            DueBy = MomentView.InWords(request.DueBy, zone),
            Accepted = request.Accepted == true,
            SeasonName = PlainText.Clean(request.SeasonName) is { Length: > 0 } name ? name : null,
        };
    }

    private static string Count(int count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
