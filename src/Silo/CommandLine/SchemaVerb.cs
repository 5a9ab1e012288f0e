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
        // The schema's text depends on no setting; its services are never asked for anything.
        services.AddBillingGateway<BillingSchema>((_, options) => options.SigningKey = new SigningKey(new byte[32]));
        using var provider = services.BuildServiceProvider();
        Console.Write(SchemaText.Print(provider.GetRequiredService<ISchema>()));
        return Task.FromResult(0);
    }
}
