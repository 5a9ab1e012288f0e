using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Billing.Grains.Journal;

/// <summary>What the journal's writer does, as the meter <c>Billing.Journal</c>.</summary>
public static class JournalMetrics
{
    public const string MeterName = "Billing.Journal";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("billing.journal.batch.size", "{append}", "Appends that shared one transaction");

    private static readonly Histogram<double> WriteDuration =
        Meter.CreateHistogram<double>("billing.journal.write.duration", "s", "One transaction, with its sync");

    private static readonly Histogram<double> AppendDuration =
        Meter.CreateHistogram<double>("billing.journal.append.duration", "s", "One append, from its caller's queueing to the commit");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("billing.journal.append.failures", "{append}", "Appends whose outcome is unknown");

    internal static void BatchWritten(IReadOnlyList<PendingAppend> batch, TimeSpan duration)
    {
        BatchSize.Record(batch.Count);
        WriteDuration.Record(duration.TotalSeconds);
        if (!AppendDuration.Enabled) return;
        foreach (var pending in batch) AppendDuration.Record(Stopwatch.GetElapsedTime(pending.QueuedAt).TotalSeconds);
    }

    internal static void BatchFailed(int appends) => Failures.Add(appends);
}
