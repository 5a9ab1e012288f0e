using Billing.Domain;
using Billing.Domain.Mail;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Mail;

/// <summary>The log of mail, events 24xx. Ids and codes only (D11): no address, no subject, nothing that a mail server said, no
/// exception (its text quotes both).</summary>
internal static partial class MailLog
{
    [LoggerMessage(2401, LogLevel.Debug, "Mail {Mail} is out, {Template}")]
    public static partial void Sent(ILogger logger, MailId mail, MailTemplate template);

    public static MailSendResult.Failed Failed(ILogger logger, OutgoingMail mail, string error, bool permanent)
    {
        if (permanent) Refused(logger, mail.Id, mail.Template, error);
        else Postponed(logger, mail.Id, mail.Template, error, mail.Failures + 1);
        return new(error, permanent);
    }

    [LoggerMessage(2404, LogLevel.Warning, "Mail {Mail} goes out without {Count} recipients: no readable addresses")]
    public static partial void Unreadable(ILogger logger, MailId mail, int count);

    [LoggerMessage(2405, LogLevel.Warning, "Mail {Mail} goes out without one recipient: the server answered {StatusCode}")]
    public static partial void RecipientRefused(ILogger logger, MailId mail, int statusCode);

    [LoggerMessage(2402, LogLevel.Warning, "Mail {Mail}, {Template}, could not go out: {Error}. Failures so far: {Failures}")]
    private static partial void Postponed(ILogger logger, MailId mail, MailTemplate template, string error, int failures);

    [LoggerMessage(2403, LogLevel.Error, "Mail {Mail}, {Template}, cannot go out: {Error}")]
    private static partial void Refused(ILogger logger, MailId mail, MailTemplate template, string error);
}
