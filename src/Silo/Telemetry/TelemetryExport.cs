using Billing.Api.Telemetry;
using Billing.Grains.Journal;
using Billing.Grains.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Billing.Silo.Telemetry;

/// <summary>Sends traces and metrics over OTLP, to where OpenTelemetry's own settings say. Without an endpoint nothing is collected.</summary>
internal static class TelemetryExport
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Probes, and the simulator, which is no part of the service. Addresses at the payment provider name cards, so they are left out as well: the span
    /// above says what is asked.</summary>
    private static readonly string[] NotTraced = ["/health", "/v1", "/_simulator"];

    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[EndpointKey]);

    public static void AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsOn(configuration)) return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "billing", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString()))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !NotTraced.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
                .AddHttpClientInstrumentation(options => options.EnrichWithHttpRequestMessage = (span, _) => span.SetTag("url.full", null))
                .AddSource(OperationWatch.SourceName, GrainTraces.SourceName, "Microsoft.Orleans.Application")
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(GatewayMetrics.MeterName, GrainMetrics.MeterName, JournalMetrics.MeterName, "Microsoft.Orleans")
                .AddOtlpExporter());
    }
}
