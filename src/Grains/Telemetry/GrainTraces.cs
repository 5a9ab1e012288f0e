using System.Diagnostics;

namespace Billing.Grains.Telemetry;

/// <summary>What the grains wait for, as spans of the source <c>Billing.Grains</c>: ids and names of ours only, never what a customer wrote (D11). Without
/// a listener a span is null and costs a look.</summary>
public static class GrainTraces
{
    public const string SourceName = "Billing.Grains";

    private static readonly ActivitySource Source = new(SourceName);

    /// <param name="operation">What is asked of the database: <c>append</c>, <c>ReadAsync</c>.</param>
    internal static Activity? Sql(string operation)
    {
        var span = Source.StartActivity("sql " + operation, ActivityKind.Client);
        span?.SetTag("db.system.name", "sqlite").SetTag("db.operation.name", operation);
        return span;
    }

    /// <param name="operation">As the log has it: <c>confirm payment intent</c>.</param>
    /// <param name="subject">The id that it is done to.</param>
    internal static Activity? Stripe(string operation, string subject)
    {
        var span = Source.StartActivity("stripe " + operation, ActivityKind.Client);
        span?.SetTag("peer.service", "stripe").SetTag("billing.subject", subject);
        return span;
    }

    internal static Activity? Mail(string template, string id)
    {
        var span = Source.StartActivity("mail " + template, ActivityKind.Producer);
        span?.SetTag("billing.subject", id);
        return span;
    }

    /// <param name="problem">A code or a kind; null where all went well.</param>
    internal static void End(this Activity? span, string? problem)
    {
        if (span is null || problem is null) return;
        span.SetStatus(ActivityStatusCode.Error, problem).SetTag("error.type", problem);
    }
}
