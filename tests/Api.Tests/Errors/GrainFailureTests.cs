using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts;
using Orleans.Runtime;

namespace Billing.Api.Tests.Errors;

/// <summary>What a client hears when a grain fails: what to do, and nothing of how it is built.</summary>
public sealed class GrainFailureTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public static TheoryData<Exception, string> Failures => new()
    {
        { new UnavailableException("Try again."), "UNAVAILABLE" },
        { new OrleansException("secret"), "UNAVAILABLE" },
        { new TimeoutException("secret"), "UNAVAILABLE" },
        { new InvalidOperationException("secret at Billing.Grains.Secret()"), "INTERNAL" },
    };

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory, MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_failure_has_its_code_and_no_stack(Exception failure, string code)
    {
        world.Fails = failure;
        foreach (var document in new[]
        {
            "{ organization(id: \"org_1\") { name } }",
            "{ organizations { nodes { name } } }",
            "mutation { cancelSubscription(input: { organizationId: \"org_1\" }) { errors { code } } }",
        })
        {
            var answer = await gateway.AskAsync(document);
            Assert.Equal(code, answer.FirstCode());
            Assert.DoesNotContain("secret", answer.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", answer.ToString(), StringComparison.Ordinal);
        }
    }
}
