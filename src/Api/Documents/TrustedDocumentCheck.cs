using Billing.Api.Execution;
using Billing.Api.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Documents;

/// <summary>Looks, at the start, whether each trusted document fits the schema and the limits.</summary>
public static class TrustedDocumentCheck
{
    /// <exception cref="FormatException">Names the first that does not, and where.</exception>
    public static async Task CheckTrustedDocumentsAsync(this IServiceProvider services)
    {
        var documents = services.GetRequiredService<PreparedDocuments>();    // and with it the schema
        foreach (var (source, text) in services.GetRequiredService<GatewayOptions>().TrustedDocuments.All)
        {
            if (await documents.ProblemAsync(text) is { } problem) throw new FormatException($"{source}{problem}");
        }
    }
}
