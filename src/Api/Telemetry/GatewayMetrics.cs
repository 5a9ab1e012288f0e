using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Billing.Api.Telemetry;

/// <summary>How the gateway is used, as the meter <c>Billing.Gateway</c>.</summary>
public static class GatewayMetrics
{
    public const string MeterName = "Billing.Gateway";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "billing.graphql.operation.duration", "s", "Of a query or a mutation, or of the opening of a subscription");

    private static readonly Histogram<long> Cost = Meter.CreateHistogram<long>(
        "billing.graphql.operation.cost", "{field}", "What an operation cost, as extensions.cost tells it");

    private static readonly UpDownCounter<int> Subscriptions = Meter.CreateUpDownCounter<int>(
        "billing.graphql.subscriptions", "{subscription}", "Open now");

    private static readonly UpDownCounter<int> Connections = Meter.CreateUpDownCounter<int>(
        "billing.graphql.connections", "{connection}", "WebSockets and event streams that are open now");

    internal static bool AreWatched => Duration.Enabled || Cost.Enabled;

    internal static void Ended(TimeSpan duration, long cost, in TagList tags)
    {
        Duration.Record(duration.TotalSeconds, tags);
        if (cost > 0) Cost.Record(cost, tags);
    }

    internal static void SubscriptionOpened() => Subscriptions.Add(1);

    internal static void SubscriptionEnded() => Subscriptions.Add(-1);

    internal static void ConnectionOpened() => Connections.Add(1);

    internal static void ConnectionEnded() => Connections.Add(-1);
}
