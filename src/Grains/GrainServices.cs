using Billing.Contracts.Invoices;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Grains.Events;
using Billing.Domain.Catalog;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Tax;
using Billing.Grains.Invoices;
using Billing.Grains.Journal;
using Billing.Grains.Mail;
using Billing.Grains.Organizations;
using Billing.Grains.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Billing.Grains;

/// <summary>Registers what the grains need beside a journal: payments, mail, and the engine's services.</summary>
public static class GrainServices
{
    /// <summary>Several processes tell each other of their commits over Redis; it may be down, at the start too.</summary>
    public static IServiceCollection AddRedisDoorbell(this IServiceCollection services, string connectionString) =>
        services.AddSingleton<IDoorbell>(provider => new RedisDoorbell(
            connectionString, provider.GetRequiredService<IDeploymentSettings>().DeploymentId, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisDoorbell>>()));

    /// <param name="smtp">Null: mail is written as files into the data directory.</param>
    public static IServiceCollection AddBillingGrains(
        this IServiceCollection services, string dataDirectory, Catalog catalog, BillingPolicy policy, StripeOptions stripe, MailOptions mail, SmtpOptions? smtp)
    {
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(provider => new ClockGuard(provider.GetRequiredService<IClock>(), TimeProvider.System));
        services.AddSingleton<TimeProvider, BelievedTime>();
        services.AddSingleton(catalog);
        services.AddSingleton(policy);
        services.AddSingleton(stripe);
        services.AddSingleton(mail);
        services.AddSingleton<ITaxCalculator>(ContractTax.Instance);
        services.AddSingleton<IIdSource, RandomIds>();
        services.AddSingleton<IPaymentProvider>(provider => new StripePaymentProvider(
            stripe, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StripePaymentProvider>>()));
        services.AddSingleton<IInvoiceDocuments, InvoiceDocuments>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<IMailText, QueuedMailText>();
        services.AddSingleton<IMailDelivery, QueuedMailDelivery>();
        if (smtp is null)
        {
            services.AddSingleton<IMailTransport>(provider => new FileMailTransport(dataDirectory, mail, provider.GetRequiredService<ILogger<FileMailTransport>>()));
        }
        else
        {
            services.AddSingleton<IMailTransport>(provider => new SmtpMailTransport(
                smtp, mail, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SmtpMailTransport>>()));
        }

        services.AddSingleton<PreviewTokens>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<IEventReads, JournalEventReads>();
        services.AddSingleton(provider => new EventHub(
            provider.GetRequiredService<IEventReads>(), provider.GetRequiredService<TimeProvider>(), null, provider.GetService<IDoorbell>()));
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<EventHub>());
        services.AddSingleton<ILiveEvents>(provider => provider.GetRequiredService<EventHub>());
        services.AddSingleton(provider => new EngineServices(
            provider.GetRequiredService<IJournal>(), provider.GetRequiredService<IPaymentProvider>(), provider.GetRequiredService<IDeploymentSettings>(),
            provider.GetRequiredService<PreviewTokens>(), catalog, policy, provider.GetRequiredService<ITaxCalculator>(),
            provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<IClock>(), provider.GetRequiredService<IMailText>(),
            provider.GetRequiredService<IMailDelivery>(), stripe.PublishableKey ?? "", provider.GetRequiredService<ILogger<OrganizationBook>>())
        {
            Guard = provider.GetRequiredService<ClockGuard>(),
            Events = provider.GetRequiredService<IEventBus>(),
        });
        return services;
    }
}
