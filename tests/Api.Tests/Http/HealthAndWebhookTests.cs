using System.Net;
using Billing.Api.Http;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Http;

public sealed class HealthAndWebhookTests
{
    [Fact]
    public async Task Ready_names_the_part_that_does_not_answer()
    {
        await using var gateway = await TestGateway.StartAsync(services => services
            .AddSingleton<IReadinessCheck>(new Check("silo", () => null))
            .AddSingleton<IReadinessCheck>(new Check("clock", () => "is an hour late"))
            .AddSingleton<IReadinessCheck>(new Check("database", () => throw new InvalidOperationException("secret"))));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(new(HttpMethod.Get, "/health/live"))).StatusCode);
        using var response = await gateway.SendAsync(new(HttpMethod.Get, "/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"clock":"is an hour late","database":"does not answer"}""", (await TestGateway.BodyAsync(response)).GetProperty("problems").ToString());
    }

    [Fact]
    public async Task Ready_when_all_answer()
    {
        await using var gateway = await TestGateway.StartAsync(services => services.AddSingleton<IReadinessCheck>(new Check("silo", () => null)));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(new(HttpMethod.Get, "/health/ready"))).StatusCode);
    }

    [Theory]
    [InlineData("good", 10, 200)]
    [InlineData("bad", 10, 400)]
    [InlineData(null, 10, 400)]
    [InlineData("good", 10_000_000, 400)]
    public async Task F9_what_is_not_the_providers_is_400(string? signature, int size, int status)
    {
        var receiver = new Receiver();
        await using var gateway = await TestGateway.StartAsync(services => services.AddSingleton<IWebhookReceiver>(receiver));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new ByteArrayContent(new byte[size]) };
        if (signature is not null)
        {
            request.Headers.Add("Stripe-Signature", signature);
        }
        request.Headers.ExpectContinue = true;
        using var response = await gateway.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(signature is null || size > 1_000 ? 0 : size, receiver.Bytes);
    }

    [Fact]
    public async Task Schema_text_is_public_and_stable()
    {
        await using var gateway = await TestGateway.StartAsync();
        var text = await gateway.Client.GetStringAsync("/schema.graphql", TestContext.Current.CancellationToken);
        Assert.Contains("type Organization {", text, StringComparison.Ordinal);
        Assert.Contains("scalar DateTime", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        await using var again = await TestGateway.StartAsync();
        Assert.Equal(text, await again.Client.GetStringAsync("/schema.graphql", TestContext.Current.CancellationToken));
    }

    private sealed class Check(string name, Func<string?> answer) : IReadinessCheck
    {
        public string Name => name;

        public Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class Receiver : IWebhookReceiver
    {
        public int Bytes { get; private set; }

        public Task<bool> AcceptAsync(ReadOnlyMemory<byte> body, string signature)
        {
            Bytes = body.Length;
            return Task.FromResult(signature == "good");
        }
    }
}
