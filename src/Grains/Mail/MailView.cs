using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>What templates may know: words and figures ready for people, each one clean line. Null where a mail has none.</summary>
internal sealed record MailView
{
    public required string Product { get; init; }

    public required string ProductUrl { get; init; }

    public required string StaffEmail { get; init; }

    public required string Organization { get; init; }

    public required string OrganizationId { get; init; }

    public required string PaymentUrl { get; init; }

    public required string SubscriptionUrl { get; init; }

    public required string UsageUrl { get; init; }

    public required string SignupUrl { get; init; }

    public required string LoginUrl { get; init; }

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

    public required IReadOnlyList<SeasonView> Seasons { get; init; }

    public required string? SeasonNames { get; init; }

    public required AdHocView? AdHoc { get; init; }

    public required StorageView? Storage { get; init; }

    public static MailView Of(QueuedMail mail, OrganizationState state, MailOptions options)
    {
        var facts = mail.Facts;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(state.TimeZone);
        var invoice = InvoiceOf(mail, state);
        var member = MemberOf(mail, state);
        SeasonView[] seasons = [.. (facts.Seasons ?? []).Select(season => SeasonView.Of(season, mail, zone))];
        var start = options.ProductUrl.TrimEnd('/');
        return new()
        {
            Product = PlainText.Clean(options.ProductName),
            ProductUrl = start,
            StaffEmail = options.StaffEmail,
            Organization = PlainText.Clean(state.Name),
            OrganizationId = state.Id.Value,
            PaymentUrl = $"{start}/settings/billing/payment",
            SubscriptionUrl = $"{start}/settings/billing/subscription",
            UsageUrl = $"{start}/settings/platform-usage",
            SignupUrl = SignupUrlOf(start, state, member?.Id.Value ?? mail.About),
            LoginUrl = $"{start}/login",
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
            Seasons = seasons,
            SeasonNames = SeasonView.Names(seasons),
            AdHoc = facts.AdHoc is { } request ? AdHocView.Of(request, zone) : null,
            Storage = facts.Storage is { } storage ? StorageView.Of(storage, mail, zone) : null,
        };
    }

    /// <summary>An invitation is about a member, one sent again about him and a number. An opening is about a season first: there his address tells
    /// who he is.</summary>
    private static Member? MemberOf(QueuedMail mail, OrganizationState state)
    {
        if (state.Members.TryGetValue(new(mail.About.Split('/')[0]), out var member)) return member;
        var isSeasons = mail.Template is MailTemplate.SeasonInvitation or MailTemplate.SeasonOpenedFirst or MailTemplate.SeasonOpened;
        return isSeasons && mail.To is [var only] ? state.Members.WithEmail(only) : null;
    }

    private static string SignupUrlOf(string start, OrganizationState state, string member) =>
        $"{start}/signup?organization={Uri.EscapeDataString(state.Id.Value)}&member={Uri.EscapeDataString(member)}";

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
