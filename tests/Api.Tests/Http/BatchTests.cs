using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Api.Http;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Http;

public sealed class BatchTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.BatchSize = 3;
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task Batches_are_off_unless_configured()
    {
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.BatchSize = 0;
        var (status, answer) = await SendAsync(Query("{ hello }"));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_USER_INPUT"), (status, answer.FirstCode()));
        Assert.Contains("Batches", answer.FirstMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_has_its_answer_in_their_order_whatever_the_others_come_to()
    {
        var (status, answer) = await SendAsync(Query("{ hello }"), Query("{ nothing }"), Query("mutation { sign(input: { organizationId: \"org_1\" }) }"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Hello ", "BAD_USER_INPUT", "done"), (answer[0].At("hello"), answer[1].FirstCode(), answer[2].At("sign")));
    }

    [Fact]
    public async Task One_request_needs_no_array()
    {
        using var response = await gateway.SendAsync(gateway.Post(JsonContent.Create(Query("{ hello }"))));
        Assert.Equal("Hello ", (await TestGateway.BodyAsync(response)).At("hello"));
    }

    [Fact]
    public async Task A_batch_that_is_empty_or_too_long_or_holds_no_request_is_refused_whole()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_USER_INPUT"), Coded(await SendAsync()));
        Assert.Equal((HttpStatusCode.BadRequest, "TOO_COMPLEX"), Coded(await SendAsync([.. Enumerable.Repeat(Query("{ hello }"), 4)])));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_USER_INPUT"), Coded(await SendAsync(Query("{ hello }"), 7)));
    }

    [Fact]
    public async Task What_a_batch_costs_is_counted_together()
    {
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.Cost = 3;
        var (_, answer) = await SendAsync(Query("{ hello }"), Query("{ hello }"), Query("{ hello }"));
        Assert.Equal("Hello ", answer[0].At("hello"));
        Assert.Equal(("TOO_COMPLEX", "TOO_COMPLEX"), (answer[1].FirstCode(), answer[2].FirstCode()));
    }

    [Fact]
    public async Task Each_request_of_a_batch_counts_in_the_caller_s_minute()
    {
        gateway.Services.GetRequiredService<GatewayOptions>().Limits.RequestsPerMinute = 2;
        var (_, answer) = await SendAsync(Query("{ hello }"), Query("{ hello }"), Query("{ hello }"));
        Assert.Equal("RATE_LIMITED", answer[2].FirstCode());
    }

    [Fact]
    public async Task A_subscription_has_no_place_in_a_batch()
    {
        var (_, answer) = await SendAsync(Query("{ hello }"), Query("subscription { refused }"));
        Assert.Equal("BAD_USER_INPUT", answer[1].FirstCode());
    }

    private static object Query(string query) => new { query };

    private static (HttpStatusCode, string?) Coded((HttpStatusCode Status, JsonElement Answer) of) => (of.Status, of.Answer.FirstCode());

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(params object[] requests)
    {
        using var response = await gateway.SendAsync(gateway.Post(JsonContent.Create(requests), accept: "application/graphql-response+json"));
        return (response.StatusCode, await TestGateway.BodyAsync(response));
    }
}
