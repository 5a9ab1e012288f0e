using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;

namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>Mail that arrives in a list.</summary>
internal sealed class FakeMail(FaultPlan faults) : IMailText, IMailDelivery
{
    public List<QueuedMail> Delivered { get; } = [];

    public MailWords Write(QueuedMail mail, OrganizationState state) => new(mail.Template.ToString(), mail.About, "");

    public async Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail)
    {
        switch (faults.Next($"mail {mail.Template}"))
        {
            case Fault.CrashBefore: throw new CrashException("mail");
            case Fault.FailBefore or Fault.StoredBefore or Fault.Late: return new("The server said no.", Permanent: false);
            case Fault.TakeoverBefore: await faults.TakeOverAsync(); break;
            case Fault.CrashAfter:
                Delivered.Add(mail);
                throw new CrashException("mail");
            case Fault.FailAfter or Fault.StoredAfter:
                Delivered.Add(mail);
                return new("The server hung up.", Permanent: false);
            case Fault.TakeoverAfter:
                Delivered.Add(mail);
                await faults.TakeOverAsync();
                return null;
            default: break;
        }

        Delivered.Add(mail);
        return null;
    }

    public FakeMail Fork(FaultPlan others)
    {
        var copy = new FakeMail(others);
        copy.Delivered.AddRange(Delivered);
        return copy;
    }
}
