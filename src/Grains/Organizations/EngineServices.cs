using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Tax;
using Billing.Grains.Journal;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>Everything that an organization's engine reaches outside itself. Tests put fakes here and run the real flow.</summary>
/// <param name="Clock">Real time; organizations on a test clock have their own.</param>
public sealed record EngineServices(
    IJournal Journal, IPaymentProvider Provider, IDeploymentSettings Deployment, PreviewTokens Tokens, Catalog Catalog, BillingPolicy Policy,
    ITaxCalculator Tax, IIdSource Ids, IClock Clock, IMailText MailText, IMailDelivery MailDelivery, string PublishableKey, ILogger<OrganizationBook> Log)
{
    /// <summary>Null: the clock is not watched.</summary>
    public ClockGuard? Guard { get; init; }

    /// <summary>Null: nobody listens.</summary>
    public IEventBus? Events { get; init; }
}

/// <summary>The words of a mail.</summary>
public sealed record MailWords(string Subject, string Text, string Html);

/// <summary>Puts a queued mail into words, by the state right after it was queued.</summary>
public interface IMailText
{
    MailWords Write(QueuedMail mail, OrganizationState state);
}

/// <summary>Sends one mail, in the words that were written with it; a refusal is a value.</summary>
public interface IMailDelivery
{
    /// <param name="state">The mail's organization, whose invoice may go with it.</param>
    /// <returns>Null when it is sent.</returns>
    Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail);
}

/// <param name="Error">Short, and without addresses: it is kept and shown.</param>
/// <param name="Permanent">No later try can help.</param>
public sealed record DeliveryFailure(string Error, bool Permanent);

/// <summary>128 random bits behind each prefix (A42).</summary>
public sealed class RandomIds : IIdSource
{
    public InvoiceId NewInvoiceId() => new("inv_" + Bits());

    public MemberId NewMemberId() => new("mem_" + Bits());

    public MailId NewMailId() => new("mail_" + Bits());

    public SeasonId NewSeasonId() => new("sea_" + Bits());

    public AdHocRequestId NewAdHocRequestId() => new("adh_" + Bits());

    public static OrganizationId NewOrganizationId() => new("org_" + Bits());

    private static string Bits() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
