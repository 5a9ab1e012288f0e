using System.Diagnostics;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;
using Microsoft.Data.Sqlite;
using NodaTime;

// Durable appends a second: callers that wait for each of their appends, over many streams, three events and an organization row each.
// Beside it, in the same run and directory, a bare loop of transactions of one small row: what one sync costs here.
// Arguments: callers, seconds, streams, and the directory that is measured (a temporary one if none is given).
var callers = args.Length > 0 ? int.Parse(args[0]) : 32;
var measured = TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1]) : 5);
var streams = args.Length > 2 ? int.Parse(args[2]) : 1000;
var directory = args.Length > 3 ? args[3] : Directory.CreateTempSubdirectory("billing-bench-").FullName;

var startedAt = Stopwatch.GetTimestamp();
SqliteMigrations.Apply(directory);
var first = Stopwatch.GetElapsedTime(startedAt);
startedAt = Stopwatch.GetTimestamp();
SqliteMigrations.Apply(directory);
Console.WriteLine($"migrations: {first.TotalMilliseconds:F0} ms the first time in this process, {Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds:F0} ms again");

var bare = BareLoop();
using var database = new SqliteDatabase(directory);
await using var journal = new SqlJournal(database);
await RunAsync(TimeSpan.FromSeconds(1));
var processorBefore = Environment.CpuUsage.TotalTime;
var latencies = await RunAsync(measured);
var processor = Environment.CpuUsage.TotalTime - processorBefore;
latencies.Sort();
var rate = latencies.Count / measured.TotalSeconds;
Console.WriteLine($"bare loop of one-row transactions: {bare:F0}/s");
Console.WriteLine($"journal, {callers} callers, {streams} streams: {rate:F0} appends/s ({rate / bare:F2} times), "
    + $"p50 {latencies[latencies.Count / 2]:F1} ms, p99 {latencies[latencies.Count * 99 / 100]:F1} ms, "
    + $"{processor.TotalMicroseconds / latencies.Count:F0} us of processor time each");

double BareLoop()
{
    using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "bare.db")};Pooling=False");
    connection.Open();
    SqlitePragmas.Apply(connection, SqliteDatabase.BusyTimeout);
    using var create = new SqliteCommand("CREATE TABLE IF NOT EXISTS row(id INTEGER PRIMARY KEY, text TEXT NOT NULL)", connection);
    create.ExecuteNonQuery();
    using var insert = new SqliteCommand("INSERT INTO row(text) VALUES('a small row')", connection);
    var loopStartedAt = Stopwatch.GetTimestamp();
    var count = 0;
    for (; Stopwatch.GetElapsedTime(loopStartedAt) < TimeSpan.FromSeconds(2); count++) insert.ExecuteNonQuery();
    return count / Stopwatch.GetElapsedTime(loopStartedAt).TotalSeconds;
}

async Task<List<double>> RunAsync(TimeSpan duration)
{
    var endsAt = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
    var perCaller = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, endsAt))));
    return [.. perCaller.SelectMany(each => each)];
}

async Task<List<double>> CallAsync(int caller, long endsAt)
{
    var own = new List<(string Stream, long Last)>();
    for (var stream = caller; stream < streams; stream += callers)
    {
        var name = $"org_{stream:D32}";
        var tail = await journal.ReadAsync(name, 0, int.MaxValue, CancellationToken.None);
        own.Add((name, tail.Count));
    }
    var latencies = new List<double>();
    for (var turn = 0; Stopwatch.GetTimestamp() < endsAt; turn = (turn + 1) % own.Count)
    {
        var (stream, last) = own[turn];
        var append = Append(stream, last);
        var appendedAt = Stopwatch.GetTimestamp();
        await journal.AppendAsync(append);
        latencies.Add(Stopwatch.GetElapsedTime(appendedAt).TotalMilliseconds);
        own[turn] = (stream, last + 3);
    }
    return latencies;
}

static JournalAppend Append(string stream, long last)
{
    var at = Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromSeconds(last);
    JournalRecord Event(long sequence, long? publicSequence) => new(
        stream, sequence, publicSequence, "SeatsPurchased", 1, at, "mem_00000000000000000000000000000001",
        """{"seats":3,"invoice":"inv_00000000000000000000000000000001","total":{"minor":14700,"currency":"USD"}}""");
    return new(stream, [Event(last + 1, null), Event(last + 2, (last / 3 * 2) + 1), Event(last + 3, (last / 3 * 2) + 2)], new()
    {
        Organization = new(stream, "acc_1", "Some Organization", "ACTIVE", at, false, at, at, null),
    });
}
