using System.Diagnostics;
using Billing.Bench;

// What a write costs in a roster of 10, 1,000 and 10,000 members with 50 seasons, each as a ratio to the smallest, and what a season's opening for all
// of them costs: dotnet run -c Release --project bench/Members [-- <Billing.Silo.dll>].
const int Seasons = 50;
const int Samples = 400;
int[] sizes = [10, 1_000, 10_000];
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;
using var service = await Service.StartAsync(program, data);

const string AddMember = """
    mutation($organization: ID!, $name: String!, $email: String!, $seasons: [ID!]) {
      addMember(input: { organizationId: $organization, name: $name, email: $email, type: SEASONAL, seasonIds: $seasons }) { member { id } errors { code message } }
    }
    """;
const string Page = """
    query($organization: ID!) { organization(id: $organization) { members(first: 50) { totalCount nodes { id name email type status access { allowed } } pageInfo { endCursor } } } }
    """;
var account = await service.AccountAsync("2025-01-15T00:00:00Z");
var (organization, seasons, members) = ("", new List<string>(), 0);
await BeginAsync("Warm-up");
await MeasureAsync(600, AddAsync);
await SettleAsync();
await BeginAsync("Roster");
double? first = null;
foreach (var size in sizes)
{
    while (members < size) await Task.WhenAll(Enumerable.Range(0, Math.Min(32, size - members)).Select(_ => AddAsync()));
    await SettleAsync();
    var (p50, p99) = await MeasureAsync(Samples, AddAsync);
    Console.WriteLine($"addMember at {size,6:N0} members   p50 {p50,6:F2} ms   p99 {p99,6:F2} ms   {p50 / (first ??= p50):F2} x the first");
    var (page50, page99) = await MeasureAsync(Samples, () => service.DataAsync(Page, new { organization }));
    Console.WriteLine($"page of 50                     p50 {page50,6:F2} ms   p99 {page99,6:F2} ms");
}

var watch = Stopwatch.StartNew();
await service.DataAsync(
    "mutation($account: ID!) { advanceTestClock(input: { accountId: $account, to: \"2025-02-01T00:00:00Z\" }) { errors { code message } } }", new { account });
Console.WriteLine($"a season opens for {members:N0}   {watch.Elapsed.TotalSeconds:F2} s");
await SettleAsync();
Console.WriteLine($"and its mails are out        {watch.Elapsed.TotalSeconds:F2} s");
Directory.Delete(data, recursive: true);

async Task BeginAsync(string name)
{
    (organization, members) = (await service.SignedAsync(account, name), 0);
    seasons.Clear();
    for (var number = 0; number < Seasons; number++) seasons.Add(await SeasonAsync(number));
}

async Task<string> SeasonAsync(int number) => (string)(await service.DataAsync(
    "mutation($organization: ID!, $name: String!, $opens: Date!, $closes: Date!) { setSeason(input: { organizationId: $organization, name: $name, opensOn: $opens, closesOn: $closes, seats: 20000 }) { season { id } errors { code message } } }",
    new { organization, name = $"Season {number}", opens = number == 0 ? "2025-02-01" : "2025-06-01", closes = $"{2025 + number}-03-01" }))["setSeason"]!["season"]!["id"]!;

async Task AddAsync()
{
    var number = Interlocked.Increment(ref members);
    var answer = await service.DataAsync(AddMember, new
    {
        organization,
        name = $"Member {number}",
        email = $"member{number}@bench.example",
        seasons = new[] { seasons[0], seasons[1 + (number % (Seasons - 1))] },
    });
    if (answer["addMember"]!["errors"]!.AsArray().Count > 0) throw new InvalidOperationException(answer.ToJsonString());
}

// Nothing waits to be sent any more.
async Task SettleAsync()
{
    using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
    const string waiting = "query($organization: ID!) { organization(id: $organization) { mail(first: 1) { nodes { status } } } }";
    while ((string)(await service.DataAsync(waiting, new { organization }))["organization"]!["mail"]!["nodes"]![0]!["status"]! == "QUEUED") await tick.WaitForNextTickAsync();
}

async Task<(double P50, double P99)> MeasureAsync(int times, Func<Task> call)
{
    var latencies = new List<double>(times);
    for (var index = 0; index < times; index++)
    {
        var begun = Stopwatch.GetTimestamp();
        await call();
        latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    latencies.Sort();
    return (latencies[times / 2], latencies[times * 99 / 100]);
}
