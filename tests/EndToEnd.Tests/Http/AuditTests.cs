using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Http;

public sealed class AuditTests
{
    [Fact]
    public async Task Every_audit_of_graphql_over_http_is_content()
    {
        await using var billing = await BillingProcess.StartAsync();
        await NodeClient.PassAsync("http/audits.test.js", NodeClient.Of(billing));
    }
}
