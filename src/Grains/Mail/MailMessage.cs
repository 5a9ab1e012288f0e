using System.Text;
using MimeKit;

namespace Billing.Grains.Mail;

/// <summary>Mails as MIME messages: text and HTML side by side, everything that could vary fixed by the mail itself.</summary>
internal static class MailMessage
{
    /// <returns>Null when none of the addresses is one. <paramref name="unreadable"/>: how many were left out.</returns>
    public static MimeMessage? Of(OutgoingMail mail, MailOptions options, out int unreadable)
    {
        var message = new MimeMessage();
        unreadable = 0;
        foreach (var address in mail.To)
        {
            if (MailAddress.TryParse(address, out var mailbox)) message.To.Add(mailbox);
            else unreadable++;
        }

        if (message.To.Count == 0) return null;
        var from = Mailbox(options.From);
        message.From.Add(new MailboxAddress(Encoding.UTF8, PlainText.Clean(options.ProductName), from.Address));
        message.ReplyTo.Add(Mailbox(options.StaffEmail));
        message.Subject = PlainText.Clean(mail.Subject);
        message.Date = mail.At.ToDateTimeOffset();
        message.MessageId = $"{mail.Id.Value}@{from.Domain}";
        // RFC 3834: answering machines leave such a mail alone.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var words = new MultipartAlternative(Part("plain", mail.Text), Part("html", mail.Html)) { Boundary = $"=-{mail.Id.Value}" };
        // Neither boundary begins with the other.
        message.Body = mail.Attachment is { } attachment
            ? new Multipart("mixed", words, File(attachment)) { Boundary = $"=_{mail.Id.Value}" }
            : words;
        return message;
    }

    /// <exception cref="ArgumentException">The configured address is none.</exception>
    public static MailboxAddress Mailbox(string address) => MailAddress.TryParse(address, out var mailbox)
        ? mailbox
        : throw new ArgumentException("A configured mail address is none.", nameof(address));

    private static MimePart File(MailAttachment attachment) => new(ContentType.Parse(attachment.MediaType))
    {
        Content = new MimeContent(new MemoryStream(attachment.Content.ToArray())),
        ContentTransferEncoding = ContentEncoding.Base64,
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        FileName = attachment.FileName,
    };

    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        return part;
    }
}
