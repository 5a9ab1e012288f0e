using Billing.Domain.Mail;
using Billing.Domain.Organizations;

namespace Billing.Grains.Mail;

/// <param name="Subject">One line, no control characters, at most 200 characters.</param>
/// <param name="Text">UTF-8, lines of at most 72 characters but for links, <c>\n</c> at their ends.</param>
public sealed record RenderedMail(string Subject, string Text, string Html);

/// <summary>Makes a queued mail's words from its facts and its organization (M1 to M19). The same input gives the same
/// output. One instance serves the process; nothing is parsed before the first mail.</summary>
public sealed class MailRenderer
{
    private const int LongestSubject = 200;

    private readonly MailTemplates _templates = new();
    private readonly Lazy<MailFormat> _html = new(MailFormat.Html);
    private readonly Lazy<MailFormat> _text = new(MailFormat.Text);

    /// <param name="state">With the events of the mail's own decision applied: its invoice is there.</param>
    public RenderedMail Render(QueuedMail mail, OrganizationState state, MailOptions options)
    {
        var template = TemplateName(mail.Template);
        var view = MailView.Of(mail, state, options);
        var (text, subject) = _text.Value.Render(_templates, template, view);
        var (html, _) = _html.Value.Render(_templates, template, view);
        return new(PlainText.Shorten(PlainText.Clean(subject), LongestSubject), text, html);
    }

    private static string TemplateName(MailTemplate template) => template switch
    {
        MailTemplate.PaymentMethodReminder => "payment-method-reminder",
        MailTemplate.PaymentDeclined => "payment-declined",
        MailTemplate.PaymentActionRequired => "payment-action-required",
        MailTemplate.AccessLost => "access-lost",
        MailTemplate.AccessRestored => "access-restored",
        MailTemplate.InvoicePaid => "invoice-paid",
        MailTemplate.InvoiceIssued => "invoice-issued",
        MailTemplate.InvoiceOverdue => "invoice-overdue",
        MailTemplate.SubscriptionCanceled => "subscription-canceled",
        MailTemplate.MemberInvitation => "member-invitation",
        MailTemplate.SeatsPurchased => "seats-purchased",
        MailTemplate.PlanChanged => "plan-changed",
        MailTemplate.SeasonInvitation => "season-invitation",
        MailTemplate.SeasonOpenedFirst => "season-opened-first",
        MailTemplate.SeasonOpened => "season-opened",
        MailTemplate.SeasonClosed => "season-closed",
        MailTemplate.StorageOverLimit => "storage-over-limit",
        MailTemplate.AdHocRequested => "ad-hoc-requested",
        MailTemplate.AdHocResolved => "ad-hoc-resolved",
        _ => throw new InvalidOperationException($"No template says {template}."),
    };
}
