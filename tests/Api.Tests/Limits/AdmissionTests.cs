using System.Net;
using Billing.Api.Http;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.WebSockets;

namespace Billing.Api.Tests.Limits;

/// <summary>One caller's share of the gateway.</summary>
public sealed class AdmissionTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Too_many_in_a_minute_is_429_for_that_caller_alone(string accept)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.UserRequestsPerMinute = 3;
        var ann = gateway.Token("ann", Role.User);
        for (var request = 0; request < 3; request++)
        {
            using var good = await gateway.SendAsync("{ hello }", accept: accept, token: ann);
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        }
        using var refused = await gateway.SendAsync("{ hello }", accept: accept, token: ann);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("RATE_LIMITED", (await TestGateway.BodyAsync(refused)).FirstCode());
        using var bob = await gateway.SendAsync("{ hello }", accept: accept, token: gateway.Token("bob", Role.User));
        Assert.Equal(HttpStatusCode.OK, bob.StatusCode);
    }

    [Fact]
    public async Task Too_many_at_once_is_429_until_one_has_ended()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.ConcurrentOperations = 1;
        var stuck = gateway.SendAsync("{ stuck }");
        for (var status = HttpStatusCode.OK; status != HttpStatusCode.TooManyRequests;)
        {
            using var other = await gateway.SendAsync("{ hello }");
            status = other.StatusCode;
            if (stuck.IsCompleted) stuck = gateway.SendAsync("{ stuck }");     // came in while the other was under way
        }
        gateway.Time.Advance(TimeSpan.FromSeconds(21));
        using var _ = await stuck;
        using var next = await gateway.SendAsync("{ hello }");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_subscription_opens_though_as_many_queries_are_under_way_as_may_be()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.ConcurrentOperations = 1;
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("stuck", "{ stuck }");
        await client.SubscribeAsync("refused", "{ stuck }");
        Assert.StartsWith("error", await client.TypeAsync(), StringComparison.Ordinal);      // whichever came second
        await client.SubscribeAsync("heard", "subscription { counted(to: 1) }");
        Assert.Equal(1, (await client.PayloadAsync("next heard")).GetProperty("data").GetProperty("counted").GetInt32());
    }
}
