using Billing.Contracts.Invoices;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Mail;

/// <summary>Sends a mail as its row has it: what the API shows is what went out. An invoice goes with its mail as it stands when it is
/// sent (M6, M7).</summary>
public sealed partial class QueuedMailDelivery(
    IReadModel readModel, IMailTransport transport, IInvoiceDocuments documents, ILogger<QueuedMailDelivery> log) : IMailDelivery
{
    public async Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail)
    {
        var row = await readModel.MailByIdAsync(state.Id.Value, mail.Id.Value, CancellationToken.None);
        if (row is null) return new("The mail's text is missing.", Permanent: false);
        var outgoing = new OutgoingMail(
            mail.Id, mail.Template, mail.To, row.Subject, row.Text, row.Html, mail.QueuedAt, mail.Failures, AttachmentOf(mail, state));
        return await transport.SendAsync(outgoing, CancellationToken.None) is MailSendResult.Failed failed ? new(failed.Error, failed.Permanent) : null;
    }

    private MailAttachment? AttachmentOf(QueuedMail mail, OrganizationState state)
    {
        if (mail.Template is not (MailTemplate.InvoicePaid or MailTemplate.InvoiceIssued) || mail.Facts.InvoiceNumber is not { } number) return null;
        try
        {
            return new($"invoice-{Invoice.NumberOf(number)}.pdf", "application/pdf", documents.Render(state.Invoice(number), state));
        }
        catch (Exception broken)
        {
            // The words say all that matters: the mail goes out without it.
            LogBroken(log, broken, mail.Id, number);
            return null;
        }
    }

    [LoggerMessage(2412, LogLevel.Error, "Mail {Mail} goes out without its invoice {Number}, whose document could not be made")]
    private static partial void LogBroken(ILogger log, Exception broken, MailId mail, int number);
}
