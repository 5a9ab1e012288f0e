using System.Diagnostics.Metrics;
using NodaTime;

namespace Billing.Grains.Telemetry;

/// <summary>How billing keeps up, as the meter <c>Billing.Grains</c>; the journal's own figures are <see cref="Journal.JournalMetrics"/>.</summary>
public static class GrainMetrics
{
    public const string MeterName = "Billing.Grains";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "billing.agenda.lag", "s", "From the instant at which something was due to the one at which it was done; test accounts left out");

    private static readonly UpDownCounter<int> Readers = Meter.CreateUpDownCounter<int>(
        "billing.events.readers", "{reader}", "Subscriptions that listen to events");

    private static readonly UpDownCounter<int> Doorbell = Meter.CreateUpDownCounter<int>(
        "billing.events.doorbell.well", "{process}", "1 while rings come through Redis, 0 while the feed is polled instead");

    private static long unknownPayments;

    static GrainMetrics() => Meter.CreateObservableGauge(
        "billing.payments.unknown", () => Volatile.Read(ref unknownPayments), "{organization}", "Organizations with a payment whose outcome is not known");

    internal static void Done(Instant due, Instant now) => Lag.Record(Math.Max((now - due).TotalSeconds, 0));

    internal static void ReaderCame() => Readers.Add(1);

    internal static void ReaderLeft() => Readers.Add(-1);

    internal static void DoorbellIs(bool well) => Doorbell.Add(well ? 1 : -1);

    internal static void UnknownPaymentsAre(long organizations) => Volatile.Write(ref unknownPayments, organizations);
}
