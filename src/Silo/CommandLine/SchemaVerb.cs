using Billing.Api.Http;
using Billing.Api.Schema;
using Billing.Api.Security;
using GraphQL.Types;

namespace Billing.Silo.CommandLine;

internal static class SchemaVerb
{
    public static Task<int> RunAsync(string[] _)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IOrganizationScopes, NoOrganizations>();
        // The schema's text depends on no setting; its services are never asked for anything.
        services.AddBillingGateway<BillingSchema>((_, options) => options.SigningKey = new SigningKey(new byte[32]));
        using var provider = services.BuildServiceProvider();
        Console.Write(SchemaText.Print(provider.GetRequiredService<ISchema>()));
        return Task.FromResult(0);
    }

    /// <summary>Nobody asks: nothing is executed.</summary>
    private sealed class NoOrganizations : IOrganizationScopes
    {
        public Task<IOrganizationScope?> FindAsync(string organizationId, CancellationToken cancellationToken) => Task.FromResult<IOrganizationScope?>(null);
    }
}
