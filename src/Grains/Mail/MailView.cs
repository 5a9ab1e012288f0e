using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;
using NodaTime.Text;

namespace Billing.Grains.Mail;

/// <summary>What templates may know: words and figures ready for people, each one clean line. Null where a mail has none.</summary>
internal sealed record MailView
{
    public required string Product { get; init; }

    public required string ProductUrl { get; init; }

    public required string StaffEmail { get; init; }

    public required string Organization { get; init; }

    public required string PaymentUrl { get; init; }

    public required string SubscriptionUrl { get; init; }

    public required string SignupUrl { get; init; }

    /// <summary>A mail to staff that asks for wire details and says for which invoice.</summary>
    public required string WireUrl { get; init; }

    /// <summary>To whom it goes, where that is one only.</summary>
    public required string? Recipient { get; init; }

    public required MomentView? At { get; init; }

    public required MomentView? Deadline { get; init; }

    public required string? Amount { get; init; }

    /// <summary>Brand and last four digits: never more (R20).</summary>
    public required string? Card { get; init; }

    /// <summary>The reason's name in code.</summary>
    public required string? Reason { get; init; }

    public required string? Before { get; init; }

    public required string? After { get; init; }

    public required string? MemberName { get; init; }

    /// <summary>In words: full-time, collaborator.</summary>
    public required string? SeatType { get; init; }

    public required bool InTrial { get; init; }

    /// <summary>The credit balance; null unless it is above zero.</summary>
    public required string? Credit { get; init; }

    /// <summary>The invoice that the mail is about, or else the oldest one that keeps the organization locked.</summary>
    public required InvoiceView? Invoice { get; init; }

    public static MailView Of(QueuedMail mail, OrganizationState state, MailOptions options)
    {
        var facts = mail.Facts;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(state.TimeZone);
        var invoice = InvoiceOf(mail, state);
        var member = state.Members.GetValueOrDefault(new(mail.About));
        var start = options.ProductUrl.TrimEnd('/');
        return new()
        {
            Product = PlainText.Clean(options.ProductName),
            ProductUrl = start,
            StaffEmail = options.StaffEmail,
            Organization = PlainText.Clean(state.Name),
            PaymentUrl = $"{start}/settings/billing/payment",
            SubscriptionUrl = $"{start}/settings/billing/subscription",
            SignupUrl = $"{start}/signup?organization={Uri.EscapeDataString(state.Id.Value)}&member={Uri.EscapeDataString(mail.About)}",
            WireUrl = $"mailto:{options.StaffEmail}?subject={Uri.EscapeDataString(WireSubject(invoice, state))}",
            Recipient = mail.To is [var only] ? PlainText.Clean(only) : null,
            At = facts.At is { } at ? MomentView.Of(at, zone) : null,
            Deadline = facts.Deadline is { } deadline ? MomentView.Of(deadline, zone) : null,
            Amount = facts.Amount?.Format(),
            Card = facts.CardLast4 is { } last4 ? CardText.Of(facts.CardBrand, last4) : null,
            Reason = facts.Reason?.ToString(),
            Before = OrNull(facts.Before),
            After = OrNull(facts.After),
            MemberName = OrNull(facts.MemberName),
            SeatType = member?.Type switch { MemberType.FullTime => "full-time", MemberType.Collaborator => "collaborator", _ => null },
            InTrial = state.Contract?.InTrial == true,
            Credit = state.Credit.Balance.Minor > 0 ? state.Credit.Balance.Format() : null,
            Invoice = invoice is null ? null : InvoiceView.Of(invoice, state, mail.Template == MailTemplate.InvoicePaid),
        };
    }

    private static Invoice? InvoiceOf(QueuedMail mail, OrganizationState state)
    {
        if (mail.Facts.InvoiceNumber is { } number) return number >= 1 && number <= state.Invoices.Count ? state.Invoice(number) : null;
        if (mail.Template != MailTemplate.AccessLost) return null;
        return state.OpenInvoices.FirstOrDefault(open => open.OnDecline == DeclineRule.Dunning);
    }

    private static string WireSubject(Invoice? invoice, OrganizationState state) =>
        invoice is null ? "Wire details" : $"Wire details for invoice {invoice.NumberText}, {PlainText.Clean(state.Name)}";

    private static string? OrNull(string? text) => PlainText.Clean(text) is { Length: > 0 } clean ? clean : null;
}

/// <param name="Utc"><c>2026-01-05 00:00 UTC</c>; seconds only where there are any, fractions cut off.</param>
/// <param name="Local">The same moment in the organization's time zone; null where that is UTC.</param>
internal sealed record MomentView(string Utc, string? Local)
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss");

    public static MomentView Of(Instant instant, DateTimeZone? zone)
    {
        var isUtc = zone is null || zone.Id is "UTC" or "Etc/UTC" or "Etc/GMT" || zone == DateTimeZone.Utc;
        var local = isUtc ? null : $"{Format(instant.InZone(zone!).LocalDateTime)} in {zone!.Id}";
        return new(Format(instant.InUtc().LocalDateTime) + " UTC", local);
    }

    private static string Format(LocalDateTime time) => (time.Second == 0 ? Minutes : Seconds).Format(time);
}

/// <summary>A card in words.</summary>
internal static class CardText
{
    /// <param name="brand">As the payment provider names it.</param>
    public static string Of(string? brand, string last4) => $"{Brand(PlainText.Clean(brand))} ending in {PlainText.Clean(last4)}";

    private static string Brand(string brand) => brand.ToUpperInvariant() switch
    {
        "VISA" => "Visa",
        "MASTERCARD" => "Mastercard",
        "AMEX" or "AMERICAN EXPRESS" or "AMERICAN_EXPRESS" => "American Express",
        "DISCOVER" => "Discover",
        "" => "card",
        _ => brand,
    };
}
