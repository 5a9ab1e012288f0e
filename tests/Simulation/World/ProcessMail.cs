using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Billing.Simulation.Tests.Running;

namespace Billing.Simulation.Tests.World;

/// <summary>The mail server as one process reaches it: what was delivered is known by id.</summary>
internal sealed class ProcessMail(HashSet<MailId> delivered, Wire wire) : IMailText, IMailDelivery
{
    public MailWords Write(QueuedMail mail, OrganizationState state) => new(mail.Template.ToString(), mail.About, "");

    public Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail) => wire.CallAsync<DeliveryFailure?>(
        Peer.Mail, "mail",
        () =>
        {
            delivered.Add(mail.Id);
            return null;
        },
        () => new("The server does not answer.", Permanent: false));
}
