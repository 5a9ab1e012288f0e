using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Telemetry;

/// <summary>What the started program exports, as a collector sees it.</summary>
public sealed class TraceTests
{
    private static readonly string[] Figures =
    [
        "billing.graphql.operation.duration", "billing.graphql.operation.cost", "billing.journal.batch.size", "billing.journal.append.duration", "billing.payments.unknown",
        "http.server.request.duration",
    ];

    [Fact]
    public async Task A_purchase_is_one_tree_from_the_request_to_the_grain_to_SQL_and_to_Stripe()
    {
        using var collector = new OtlpReceiver();
        await using var billing = await BillingProcess.StartAsync(
            "--OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.Address, "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=500");
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var organization = await Scenario.OrganizationAsync(client, await Scenario.AccountAsync(client));
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);
        var token = (string)(await Scenario.PreviewAsync(client, organization, 2))["token"]!;
        await client.MutateAsync(
            "mutation Buy($organization: ID!, $token: String!) { purchaseSeats(input: { organizationId: $organization, additionalSeats: 2, previewToken: $token, idempotencyKey: \"buy\" }) { errors { code message } } }",
            new { organization, token });

        var tree = await TreeAsync(collector, "graphql mutation", "stripe confirm payment intent");
        Assert.Equal("", tree.Single(span => tree.All(other => other.Id != span.Parent)).Parent);
        foreach (var name in new[] { "POST /graphql", "graphql mutation", "sql append", "stripe create payment intent", "stripe confirm payment intent", "POST" })
            Assert.Contains(tree, span => span.Name == name);
        Assert.Contains(tree, span => span.Name.Contains("IOrganizationGrain", StringComparison.Ordinal));
        Assert.Equal("graphql mutation", Above(tree, "stripe confirm payment intent").First(name => name.StartsWith("graphql", StringComparison.Ordinal)));
        await Patience.UntilAsync(() => Figures.All(collector.Metrics.ContainsKey));
    }

    /// <summary>The spans of the trace that has both names, once it is whole: every parent is there.</summary>
    private static async Task<List<ExportedSpan>> TreeAsync(OtlpReceiver collector, string one, string other)
    {
        List<ExportedSpan> tree = [];
        await Patience.UntilAsync(() =>
        {
            tree = collector.Spans.GroupBy(span => span.Trace).Select(trace => trace.ToList())
                .FirstOrDefault(trace => trace.Any(span => span.Name == one) && trace.Any(span => span.Name == other) && trace.Any(span => span.Parent.Length == 0)) ?? [];
            return tree.Count > 0 && tree.All(span => span.Parent.Length == 0 || tree.Any(parent => parent.Id == span.Parent));
        });
        return tree;
    }

    private static IEnumerable<string> Above(List<ExportedSpan> tree, string name)
    {
        for (var span = tree.First(span => span.Name == name); span.Parent.Length > 0;)
        {
            span = tree.First(parent => parent.Id == span.Parent);
            yield return span.Name;
        }
    }
}
