using Billing.Api.Tests.Host;
using Billing.Api.Tests.Input;

namespace Billing.Api.Tests.Schema;

public sealed class ContractTests
{
    [Fact]
    public async Task Inputs_and_enums_are_those_of_the_contract()
    {
        await using var gateway = await TestGateway.StartAsync<InputSchema>();
        var text = await gateway.Client.GetStringAsync("/schema.graphql", TestContext.Current.CancellationToken);
        var agreed = Contract.InputsAndEnums(Contract.Parse(Contract.Text));
        var ours = Contract.InputsAndEnums(Contract.Parse(text));
        Assert.NotEmpty(ours);
        Assert.All(ours, type => Assert.Equal(string.Join('\n', agreed[type.Key]), string.Join('\n', type.Value)));
    }
}
