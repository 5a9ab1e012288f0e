using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Grains.Organizations;

namespace Billing.Grains.Mail;

/// <summary>Sends a mail as its row has it: what the API shows is what went out.</summary>
public sealed class QueuedMailDelivery(IReadModel readModel, IMailTransport transport) : IMailDelivery
{
    public async Task<DeliveryFailure?> SendAsync(OrganizationId organization, QueuedMail mail)
    {
        var row = await readModel.MailByIdAsync(organization.Value, mail.Id.Value, CancellationToken.None);
        if (row is null) return new("The mail's text is missing.", Permanent: false);
        var outgoing = new OutgoingMail(mail.Id, mail.Template, mail.To, row.Subject, row.Text, row.Html, mail.QueuedAt, mail.Failures);
        return await transport.SendAsync(outgoing, CancellationToken.None) is MailSendResult.Failed failed ? new(failed.Error, failed.Permanent) : null;
    }
}
