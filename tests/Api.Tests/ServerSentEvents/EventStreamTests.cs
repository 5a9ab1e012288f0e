using System.Net;
using System.Text;
using Billing.Api.Connections;
using Billing.Api.Limits;
using Billing.Api.Tests.Host;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Billing.Api.Tests.ServerSentEvents;

/// <summary>Operations whose results come as server-sent events.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly ServerEvent Complete = new("complete", null, "", null);

    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_subscription_tells_its_events_with_their_cursors_and_completes()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { counted(to: 3) }");
        Assert.Equal("no-store", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(new("next", $"{number}", $"{{\"data\":{{\"counted\":{number}}}}}", null), await stream.NextAsync());
        }
        Assert.Equal(Complete, await stream.NextAsync());
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Last_Event_ID_goes_on_behind_it()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { counted(to: 5) }", request => request.Headers.Add("Last-Event-ID", "4"));
        Assert.Equal("5", (await stream.NextAsync())!.Id);
        Assert.Equal(Complete, await stream.NextAsync());
    }

    [Fact]
    public async Task A_stream_may_be_asked_for_by_GET()
    {
        using var stream = await EventReader.OpenAsync(gateway, "", request =>
        {
            (request.Method, request.Content) = (HttpMethod.Get, null);
            request.RequestUri = new("/graphql?query=" + Uri.EscapeDataString("subscription A($to: Int!) { counted(to: $to) } query B { hello }")
                + "&operationName=A&variables=" + Uri.EscapeDataString("{\"to\":1}"), UriKind.Relative);
        });
        Assert.Equal("1", (await stream.NextAsync())!.Id);
        Assert.Equal(Complete, await stream.NextAsync());
    }

    [Fact]
    public async Task A_query_and_a_mutation_have_one_result()
    {
        foreach (var (query, data) in new[] { ("{ hello }", "{\"data\":{\"hello\":\"Hello \"},\"extensions\":{\"cost\":{\"operation\":2,\"limit\":20000}}}"),
            ("mutation { sign(input: { organizationId: \"org_1\" }) }", "{\"data\":{\"sign\":\"done\"},\"extensions\":{\"cost\":{\"operation\":2,\"limit\":20000}}}") })
        {
            using var stream = await EventReader.OpenAsync(gateway, query);
            Assert.Equal(new("next", null, data, null), await stream.NextAsync());
            Assert.Equal(Complete, await stream.NextAsync());
            Assert.Null(await stream.NextAsync());
        }
    }

    [Theory]
    [InlineData("{", "BAD_USER_INPUT")]
    [InlineData("{ nothing }", "BAD_USER_INPUT")]
    [InlineData("subscription { refused }", "BAD_USER_INPUT")]
    [InlineData("subscription { bug }", "INTERNAL")]
    [InlineData("subscription { changed(organizationId: \"org_9\") }", "NOT_FOUND")]
    public async Task What_does_not_begin_is_told_in_the_stream_since_an_EventSource_sees_nothing_else(string query, string code)
    {
        using var stream = await EventReader.OpenAsync(gateway, query);
        var answer = await stream.NextAsync();
        Assert.Equal(code, answer!.Json.FirstCode());
        Assert.False(answer.Json.TryGetProperty("data", out _));
        Assert.Equal(Complete, await stream.NextAsync());
    }

    [Fact]
    public async Task A_source_that_ends_badly_is_told_and_its_cursor_stays_that_of_the_last_event()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { failing }");
        Assert.Equal("1", (await stream.NextAsync())!.Id);
        var end = await stream.NextAsync();
        Assert.Null(end!.Id);
        Assert.Equal("SLOW_CONSUMER", end.Json.FirstCode());
        Assert.Equal(Complete, await stream.NextAsync());
    }

    [Theory]
    [InlineData("no token", 401, "UNAUTHENTICATED")]
    [InlineData("no JSON", 400, "BAD_USER_INPUT")]
    [InlineData("no media type", 415, "BAD_USER_INPUT")]
    [InlineData("too long", 413, "TOO_COMPLEX")]
    [InlineData("GET nothing", 400, "BAD_USER_INPUT")]
    [InlineData("GET twice", 400, "BAD_USER_INPUT")]
    [InlineData("GET no JSON", 400, "BAD_USER_INPUT")]
    [InlineData("GET mutation", 405, "BAD_USER_INPUT")]
    [InlineData("PUT", 405, "BAD_USER_INPUT")]
    public async Task What_is_no_request_of_a_known_caller_is_no_stream(string what, int status, string code)
    {
        var text = what switch
        {
            "no JSON" => "nonsense",
            "too long" => new string(' ', 300_000),
            _ => "{\"query\":\"{ hello }\"}",
        };
        var request = gateway.Post(new StringContent(text, Encoding.UTF8, what == "no media type" ? "text/plain" : "application/json"), "text/event-stream");
        if (what == "no token") request.Headers.Authorization = null;
        if (what == "PUT") request.Method = HttpMethod.Put;
        if (what.StartsWith("GET", StringComparison.Ordinal))
        {
            (request.Method, request.Content) = (HttpMethod.Get, null);
            request.RequestUri = new(what switch
            {
                "GET twice" => "/graphql?query={hello}&query={hello}",
                "GET no JSON" => "/graphql?query={hello}&variables={",
                "GET mutation" => "/graphql?query=" + Uri.EscapeDataString("mutation { sign(input: { organizationId: \"org_1\" }) }"),
                _ => "/graphql",
            }, UriKind.Relative);
        }
        using var response = await gateway.SendAsync(request).Soon();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await TestGateway.BodyAsync(response)).FirstCode());
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream, multipart/mixed", true)]
    [InlineData("text/event-stream, */*;q=0.1", true)]
    [InlineData("application/json;q=0.5, text/event-stream", true)]
    [InlineData("*/*", false)]
    [InlineData("text/*, application/json", false)]
    [InlineData("application/json, text/event-stream", false)]
    [InlineData("text/event-stream;q=0, application/json", false)]
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", false)]
    public async Task A_stream_is_for_those_who_like_it_best(string accept, bool streams)
    {
        using var response = await gateway.SendAsync("{ hello }", accept: accept).Soon();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(streams, response.Content.Headers.ContentType!.MediaType == "text/event-stream");
    }

    [Fact]
    public async Task A_quiet_stream_sends_a_comment_every_15_seconds()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { said }");
        gateway.Time.Advance(TimeSpan.FromSeconds(14));
        gateway.Events.Said.Writer.TryWrite("hello");
        Assert.Equal("hello", (await stream.NextAsync())!.Id);
        for (var time = 0; time < 3; time++)
        {
            await NextAfterAsync(stream, next => next!.IsComment);
        }
    }

    [Fact]
    public async Task A_stream_ends_with_its_token_and_may_be_asked_for_again()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        Assert.Equal("hello", (await stream.NextAsync())!.Id);
        gateway.Clock.Now += Duration.FromHours(1);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await stream.NextAsync());
        await gateway.Events.Ended.Task.Soon();
        await Patience.UntilAsync(() => Count == 0);
    }

    [Fact]
    public async Task When_the_service_stops_streams_end_and_may_be_asked_for_again()
    {
        using var stream = await EventReader.OpenAsync(gateway, "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        Assert.Equal("hello", (await stream.NextAsync())!.Id);
        gateway.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await stream.NextAsync());
        await gateway.Events.Ended.Task.Soon();
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_source()
    {
        var stream = await EventReader.OpenAsync(gateway, "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        Assert.Equal("hello", (await stream.NextAsync())!.Id);
        stream.Dispose();
        await gateway.Events.Ended.Task.Soon();
        await Patience.UntilAsync(() => Count == 0);
    }

    [Fact]
    public async Task A_caller_has_only_so_many_streams()
    {
        gateway.Services.GetRequiredService<GatewayLimits>().Streams.ConnectionsPerCaller = 1;
        using var stream = await EventReader.OpenAsync(gateway, "subscription { said }");
        using var refused = await gateway.SendAsync("{ hello }", accept: "text/event-stream").Soon();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("RATE_LIMITED", (await TestGateway.BodyAsync(refused)).FirstCode());
    }

    private int Count => gateway.Services.GetRequiredService<OpenConnections>().Count;

    /// <summary>What comes next, while time goes on.</summary>
    private async Task NextAfterAsync(EventReader stream, Func<ServerEvent?, bool> expected)
    {
        var next = stream.NextAsync();
        await Patience.UntilAsync(() =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            return next.IsCompleted;
        });
        Assert.True(expected(await next));
    }
}
