using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Mail;

/// <summary>The templates' words, written into the mail's row in the transaction of its cause.</summary>
public sealed partial class QueuedMailText(MailRenderer renderer, MailOptions options, ILogger<QueuedMailText> log) : IMailText
{
    public MailWords Write(QueuedMail mail, OrganizationState state)
    {
        try
        {
            var rendered = renderer.Render(mail, state, options);
            return new(rendered.Subject, rendered.Text, rendered.Html);
        }
        catch (Exception broken)
        {
            // Money that is in must be recorded, whatever is wrong with a template.
            LogBroken(broken, mail.Template, mail.Id.Value);
            var text = $"There is news about the billing of {state.Name}. Please look at {options.ProductUrl}/settings/billing/subscription.";
            return new($"News about the billing of {options.ProductName}", text, $"<p>{System.Net.WebUtility.HtmlEncode(text)}</p>");
        }
    }

    [LoggerMessage(2411, LogLevel.Critical, "The template {Template} cannot be written; mail {Mail} goes out in plain words")]
    private partial void LogBroken(Exception broken, MailTemplate template, string mail);
}
