using Billing.Contracts.Invoices;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Billing.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Mail;

/// <summary>Sends a mail as its row has it: what the API shows is what went out. An invoice goes with its mail as it stands when it is
/// sent (M6, M7).</summary>
public sealed partial class QueuedMailDelivery(
    IReadModel readModel, IMailTransport transport, IInvoiceDocuments documents, ILogger<QueuedMailDelivery> log) : IMailDelivery, IDisposable
{
    private readonly SemaphoreSlim drawing = new(1, 1);

    public async Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail)
    {
        var row = await readModel.MailByIdAsync(state.Id.Value, mail.Id.Value, CancellationToken.None);
        if (row is null) return new("The mail's text is missing.", Permanent: false);
        var outgoing = new OutgoingMail(
            mail.Id, mail.Template, mail.To, row.Subject, row.Text, row.Html, mail.QueuedAt, mail.Failures, await AttachmentOfAsync(mail, state));
        using var span = GrainTraces.Mail(Names.Of(mail.Template), mail.Id.Value);
        if (await transport.SendAsync(outgoing, CancellationToken.None) is not MailSendResult.Failed failed) return null;
        span.End(failed.Permanent ? "refused" : "failed");
        return new(failed.Error, failed.Permanent);
    }

    public void Dispose() => drawing.Dispose();

    /// <summary>A document takes a core for some 50 ms: not the organization's own turn, and one at a time, so that a year's worth of invoices
    /// leaves the rest of the machine to its callers.</summary>
    private async Task<MailAttachment?> AttachmentOfAsync(QueuedMail mail, OrganizationState state)
    {
        if (mail.Template is not (MailTemplate.InvoicePaid or MailTemplate.InvoiceIssued) || mail.Facts.InvoiceNumber is not { } number) return null;
        await drawing.WaitAsync();
        try
        {
            var document = await Task.Run(() => documents.Render(state.Invoice(number), state));
            return new($"invoice-{Invoice.NumberOf(number)}.pdf", "application/pdf", document);
        }
        catch (Exception broken)
        {
            // The words say all that matters: the mail goes out without it.
            LogBroken(log, broken, mail.Id, number);
            return null;
        }
        finally
        {
            drawing.Release();
        }
    }

    [LoggerMessage(2412, LogLevel.Error, "Mail {Mail} goes out without its invoice {Number}, whose document could not be made")]
    private static partial void LogBroken(ILogger log, Exception broken, MailId mail, int number);
}
