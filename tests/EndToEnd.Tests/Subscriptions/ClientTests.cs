using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Subscriptions;

public sealed class ClientTests
{
    [Fact]
    public async Task The_clients_that_people_use_hear_what_was_and_what_happens()
    {
        await using var billing = await BillingProcess.StartAsync();
        await NodeClient.PassAsync("subscriptions/clients.test.js", NodeClient.Of(billing));
    }
}
