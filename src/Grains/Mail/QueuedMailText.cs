using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;

namespace Billing.Grains.Mail;

/// <summary>The templates' words, written into the mail's row in the transaction of its cause.</summary>
public sealed class QueuedMailText(MailRenderer renderer, MailOptions options) : IMailText
{
    public MailWords Write(QueuedMail mail, OrganizationState state)
    {
        var rendered = renderer.Render(mail, state, options);
        return new(rendered.Subject, rendered.Text, rendered.Html);
    }
}
