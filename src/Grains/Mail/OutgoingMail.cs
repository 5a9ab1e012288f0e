using System.Collections.Immutable;
using Billing.Domain;
using Billing.Domain.Mail;
using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>A mail ready to go.</summary>
/// <param name="To">Bare addresses, one message for all of them. What is no address is left out.</param>
/// <param name="At">Its date, and its place among the files: when it was queued, the same on every try.</param>
/// <param name="Attachment">Null for none.</param>
/// <param name="Failures">How often sending it has failed so far. From the third try on, one recipient's server that is not ready no
/// longer keeps it from the others.</param>
public sealed record OutgoingMail(
    MailId Id, MailTemplate Template, ImmutableArray<string> To, string Subject, string Text, string Html, Instant At, int Failures = 0,
    MailAttachment? Attachment = null)
{
    public static OutgoingMail Of(QueuedMail mail, RenderedMail rendered) =>
        new(mail.Id, mail.Template, mail.To, rendered.Subject, rendered.Text, rendered.Html, mail.QueuedAt, mail.Failures);
}

/// <param name="FileName">ASCII, no path.</param>
/// <param name="MediaType"><c>application/pdf</c>.</param>
public sealed record MailAttachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>What became of one try.</summary>
public abstract record MailSendResult
{
    /// <summary>Accepted for delivery, or written.</summary>
    public sealed record Sent : MailSendResult;

    /// <param name="Error">Short, no addresses, nothing that a server said: it is kept and shown.</param>
    /// <param name="Permanent">No later try can help.</param>
    public sealed record Failed(string Error, bool Permanent) : MailSendResult;
}
