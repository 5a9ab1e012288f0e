using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Billing.Api.Telemetry;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Telemetry;

public sealed class OperationWatchTests : IAsyncLifetime
{
    private readonly string mine = "Mine" + Guid.NewGuid().ToString("N");      // other tests run beside, and are heard as well
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> figures = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task An_operation_is_a_span_with_its_type_its_name_and_its_hash_and_nothing_else_of_it()
    {
        using var listening = Listen();
        await gateway.AskAsync($"query {mine}($name: String) {{ hello(name: $name) }}", new { name = "secret" });
        var span = Assert.Single(spans, span => Equals(span.GetTagItem("graphql.operation.name"), mine));
        Assert.Equal(("graphql query", "query", ActivityStatusCode.Unset), (span.DisplayName, span.GetTagItem("graphql.operation.type"), span.Status));
        Assert.Equal(64, ((string)span.GetTagItem("graphql.document.hash")!).Length);
        Assert.Equal(["graphql.document.hash", "graphql.operation.name", "graphql.operation.type"], span.TagObjects.Select(tag => tag.Key).Order());
    }

    [Fact]
    public async Task What_fails_says_its_code()
    {
        using var listening = Listen();
        await gateway.AskAsync($"mutation {mine} {{ buy(input: {{ organizationId: \"org_9\" }}) }}", token: gateway.Token("ann", Api.Security.Role.Service));
        var span = Assert.Single(spans, span => Equals(span.GetTagItem("graphql.operation.name"), mine));
        Assert.Equal(("graphql mutation", ActivityStatusCode.Error), (span.DisplayName, span.Status));
        Assert.Equal(span.StatusDescription, span.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Durations_and_costs_are_told_by_type_name_and_outcome()
    {
        using var meters = Measure();
        await gateway.AskAsync($"query {mine} {{ hello }}");
        await gateway.AskAsync($"query {mine} {{ bug }}");
        await gateway.AskAsync($"query Wrong{mine} {{ nothing }}");
        var told = figures.Where(figure => Equals(figure.Tags["graphql.operation.name"], mine)).ToList();
        Assert.Equal(["INTERNAL", "OK"], told.Where(figure => figure.Instrument.EndsWith("duration", StringComparison.Ordinal)).Select(figure => (string)figure.Tags["outcome"]!).Order());
        Assert.All(told.Where(figure => figure.Instrument.EndsWith("cost", StringComparison.Ordinal)), figure => Assert.Equal(2, figure.Value));
        Assert.DoesNotContain(figures, figure => Equals(figure.Tags["graphql.operation.name"], "Wrong" + mine));    // what is not valid names nothing
    }

    [Fact]
    public void Names_beyond_the_first_share_one_series()
    {
        var names = new OperationNames(most: 2);
        Assert.Equal(["none", "A", "B", "other", "A", "none"], new[] { null, "A", "B", "C", "A", "" }.Select(names.Bounded));
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OperationWatch.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private MeterListener Measure()
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, its) => { if (instrument.Meter.Name == GatewayMetrics.MeterName && instrument.Name.Contains("operation", StringComparison.Ordinal)) its.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.Start();
        return listener;
    }

    private void Keep(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = new Dictionary<string, object?>();
        foreach (var (name, its) in tags) kept[name] = its;
        figures.Enqueue((instrument, value, kept));
    }
}
