using Billing.Domain;
using Billing.Domain.Mail;
using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>A season for those who have a seat in it.</summary>
internal sealed record SeasonView
{
    public required string Name { get; init; }

    /// <summary>First and last day, both with access.</summary>
    public required string Days { get; init; }

    public required string LastDay { get; init; }

    public required MomentView Opens { get; init; }

    /// <summary>The first instant without access: earlier than the window's end where it was cut short.</summary>
    public required MomentView Closes { get; init; }

    /// <summary>It is open when the mail is queued (A16).</summary>
    public required bool IsOpen { get; init; }

    public required bool ClosedEarly { get; init; }

    public static SeasonView Of(SeasonFacts season, QueuedMail mail, DateTimeZone? zone)
    {
        var window = BillingPeriod.OfSeason(season.OpensOn, season.ClosesOn);
        var closedEarly = mail.Template == MailTemplate.SeasonClosed && mail.Facts.At < window.EndsAt;
        var closesAt = closedEarly ? mail.Facts.At!.Value : window.EndsAt;
        return new()
        {
            Name = PlainText.Clean(season.Name),
            Days = DaysText(season.OpensOn, season.ClosesOn),
            LastDay = MomentView.InWords(season.ClosesOn),
            Opens = MomentView.InWords(window.StartsAt, zone),
            Closes = MomentView.EndInWords(closesAt, zone),
            IsOpen = mail.QueuedAt >= window.StartsAt && mail.QueuedAt < closesAt,
            ClosedEarly = closedEarly,
        };
    }

    public static string DaysText(LocalDate first, LocalDate last) =>
        first == last ? $"{MomentView.InWords(first)}, one day" : $"{MomentView.InWords(first)} to {MomentView.InWords(last)}";

    /// <summary><c>Summer, Autumn and Winter</c>; null for none.</summary>
    public static string? Names(IReadOnlyList<SeasonView> seasons) => seasons switch
    {
        [] => null,
        [var only] => only.Name,
        [.., var last] => $"{string.Join(", ", seasons.SkipLast(1).Select(season => season.Name))} and {last.Name}",
    };
}
