using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Billing.Api.Tests.Limits;
using Billing.Bench;

// What refusing an expensive document costs: a thousand, one after the other, so that the time of an answer is about the CPU that it took, as multiples of
// a query that is answered: dotnet run -c Release --project bench/Hostile [-- <Billing.Silo.dll>].
const int Documents = 1_000;
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;
using var service = await Service.StartAsync(program, data);

var bodies = Enumerable.Range(0, Documents).Select(seed => Body(HostileDocument.Of(seed))).ToList();
var plain = Body("{ viewer { id role } }");
for (var warm = 0; warm < 3; warm++) await RefuseAllAsync();
var usual = new List<double>();
for (var n = 0; n < Documents; n++) usual.Add(await TimeAsync(plain, isRefused: false));
var refused = await RefuseAllAsync();

var sorted = refused.Order().ToList();
usual.Sort();
Console.WriteLine($"answered query      p50 {usual[Documents / 2],7:F2} ms   p99 {usual[Documents * 99 / 100],7:F2} ms");
Console.WriteLine($"hostile documents   p50 {sorted[Documents / 2],7:F2} ms   p99 {sorted[Documents * 99 / 100],7:F2} ms   most {sorted[^1],7:F2} ms   ({sorted.Average() / usual.Average():F1} x an answered query, on average)");
foreach (var (kind, cost) in refused.Select((cost, seed) => (Kind: seed % HostileDocument.KindCount, cost)).GroupBy(one => one.Kind, one => one.cost, (kind, costs) => (kind, costs.Max())).OrderByDescending(one => one.Item2).Take(6))
    Console.WriteLine($"  kind {kind,2}: at most {cost:F2} ms");
Directory.Delete(data, recursive: true);

static byte[] Body(string document) => JsonSerializer.SerializeToUtf8Bytes(new { query = document });

async Task<List<double>> RefuseAllAsync()
{
    var times = new List<double>();
    foreach (var body in bodies) times.Add(await TimeAsync(body, isRefused: true));
    return times;
}

async Task<double> TimeAsync(byte[] body, bool isRefused)
{
    var begun = Stopwatch.GetTimestamp();
    using var content = new ByteArrayContent(body);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    using var response = await service.Client.PostAsync("/graphql", content);
    var answer = await response.Content.ReadAsByteArrayAsync();
    var time = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    return answer.AsSpan().StartsWith("{\"errors"u8) == isRefused ? time : throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(answer));
}
