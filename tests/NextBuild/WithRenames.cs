using Billing.Grains.Journal;

namespace Billing.NextBuild;

/// <summary>The program's own services, with the journal that knows the new kind in front of the one that they have.</summary>
internal sealed class WithRenames : IServiceProviderFactory<IServiceCollection>
{
    private readonly DefaultServiceProviderFactory inner = new();

    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        var journal = services.Single(service => service.ServiceType == typeof(IJournal));
        services.Remove(journal);
        services.AddSingleton<IJournal>(provider => new RenamingJournal((IJournal)journal.ImplementationFactory!(provider)));
        return inner.CreateBuilder(services);
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => inner.CreateServiceProvider(containerBuilder);
}
