using System.Diagnostics;
using Billing.Api.Execution;
using GraphQLParser.AST;

namespace Billing.Api.Telemetry;

/// <summary>One operation as a span of the source <c>Billing.Gateway</c> and in the figures of <see cref="GatewayMetrics"/>: its type, name and hash, never
/// its document or variables.</summary>
public sealed class OperationWatch : IDisposable
{
    public const string SourceName = "Billing.Gateway";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly OperationNames Names = new();

    private readonly Activity? span = Source.StartActivity("graphql");
    private readonly long begun = Stopwatch.GetTimestamp();
    private string type = "unknown";
    private string? name;
    private long cost;

    private OperationWatch()
    {
    }

    /// <summary>Null where nobody listens: then nothing is made or reckoned.</summary>
    internal static OperationWatch? Begin() => Source.HasListeners() || GatewayMetrics.AreWatched ? new() : null;

    /// <summary>What it has turned out to be.</summary>
    internal void Is(PreparedDocument document, PreparedOperation operation, long costs)
    {
        (name, cost) = (operation.Name, costs);
        type = operation.Type switch { OperationType.Mutation => "mutation", OperationType.Subscription => "subscription", _ => "query" };
        if (span is null) return;
        span.DisplayName = "graphql " + type;
        span.SetTag("graphql.operation.type", type).SetTag("graphql.document.hash", document.Hash);
        if (name is not null) span.SetTag("graphql.operation.name", name);
    }

    internal void End(OperationOutcome outcome)
    {
        var code = outcome.Result.Errors?.FirstOrDefault()?.Extensions?.GetValueOrDefault("code") as string;
        if (code is not null) span?.SetStatus(ActivityStatusCode.Error, code).SetTag("error.type", code);
        if (!GatewayMetrics.AreWatched) return;
        var tags = new TagList
        {
            { "graphql.operation.type", type },
            { "graphql.operation.name", Names.Bounded(outcome.Started ? name : null) },
            { "outcome", code ?? "OK" },
        };
        GatewayMetrics.Ended(Stopwatch.GetElapsedTime(begun), cost, tags);
    }

    public void Dispose() => span?.Dispose();
}
