using Billing.Api.Execution;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using Billing.Api.Tests.Host;
using GraphQL;
using GraphQL.SystemTextJson;

namespace Billing.Api.Tests.Subscriptions;

/// <summary>Subscriptions as transports get them from the runner.</summary>
public sealed class SubscriptionRunnerTests
{
    private static readonly GraphQLSerializer Serializer = new();

    [Fact]
    public async Task A_subscription_tells_every_event_in_order_with_its_cursor_and_ends()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { counted(to: 3) }");
        var told = await outcome.Stream!.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2", "3"], told.Select(result => result.Cursor));
        Assert.Equal("""{"data":{"counted":2}}""", Text(told[1]));
    }

    [Fact]
    public async Task F20_events_are_taken_only_as_the_client_reads()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { counted(to: 1000) }");
        await using var reader = outcome.Stream!.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var read = 1; read <= 10; read++)
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(read, gateway.Events.Taken);
        }
    }

    [Fact]
    public async Task It_resumes_where_the_transport_says()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { counted(to: 5) }", context => context with { ResumeAfter = "3" });
        Assert.Equal(["4", "5"], await outcome.Stream!.Select(result => result.Cursor).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_source()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        using var leaving = new CancellationTokenSource();
        await using var reader = outcome.Stream!.GetAsyncEnumerator(leaving.Token);
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await gateway.Events.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_source_that_fails_ends_it_with_a_result_that_has_the_code()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { failing }");
        var told = await outcome.Stream!.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["1", null], told.Select(result => result.Cursor));
        Assert.Contains("SLOW_CONSUMER", Text(told[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subscription { refused }", "BAD_USER_INPUT")]
    [InlineData("subscription { bug }", "INTERNAL")]
    [InlineData("subscription { changed(organizationId: \"org_9\") }", "NOT_FOUND")]
    [InlineData("subscription { counted(to: 1) said }", "BAD_USER_INPUT")]
    [InlineData("subscription { nothing }", "BAD_USER_INPUT")]
    public async Task What_cannot_be_opened_is_an_answer_and_no_stream(string document, string code)
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, document);
        Assert.Null(outcome.Stream);
        Assert.Equal(code, outcome.Result.Errors![0].Extensions!["code"]);
        Assert.DoesNotContain("secret", Serializer.Serialize(outcome.Result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transport_that_carries_none_refuses_them()
    {
        await using var gateway = await TestGateway.StartAsync();
        var outcome = await RunAsync(gateway, "subscription { said }", context => context with { Allowed = OperationKinds.Query });
        Assert.True(outcome.WrongKind);
        Assert.Null(outcome.Stream);
    }

    private static Task<OperationOutcome> RunAsync(TestGateway gateway, string document, Func<OperationContext, OperationContext>? change = null)
    {
        var context = new OperationContext(new("ann", Role.Staff), gateway.Services, "trace") { Allowed = OperationKinds.Query | OperationKinds.Subscription };
        return gateway.Services.GetRequiredService<OperationRunner>()
            .RunAsync(new(document, null, Inputs.Empty), change?.Invoke(context) ?? context, TestContext.Current.CancellationToken);
    }

    private static string Text(StreamedResult result) => Serializer.Serialize(result.Result);
}
