using System.Diagnostics;

namespace Billing.Bench;

/// <summary>What a number of clients got out of one service, each sending its next request when the last is answered.</summary>
/// <param name="PerSecond">Answers a second, of all clients together.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record Figure(double PerSecond, double P50, double P99)
{
    /// <param name="call">Sends request number n and gives its answer, or throws.</param>
    public static async Task<Figure> MeasureAsync(int clients, TimeSpan time, Func<int, Task> call)
    {
        var latencies = new List<double>[clients];
        var number = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async index =>
        {
            var mine = latencies[index] = [];
            while (watch.Elapsed < time)
            {
                var begun = Stopwatch.GetTimestamp();
                await call(Interlocked.Increment(ref number));
                mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }));
        var all = latencies.SelectMany(list => list).Order().ToList();
        return new(all.Count / watch.Elapsed.TotalSeconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }

    public string Beside(Figure constant) => $"{PerSecond,8:F0}/s  {100 * PerSecond / constant.PerSecond,5:F1} % of (a)   p50 {P50,6:F2} ms   p99 {P99,6:F1} ms";
}
