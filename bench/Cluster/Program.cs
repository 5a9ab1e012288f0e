using System.Diagnostics;
using System.Net.Http.Json;
using Billing.Bench;
using Billing.Bench.Cluster;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Migrations;
using NodaTime;

// What a cluster on PostgreSQL gives on one machine, beside pgbench's single-row update in the same run and on the same disk:
// dotnet run -c Release --project bench/Cluster [-- <Billing.Silo.dll>]. pgbench, PostgreSQL, the service and the loader share the machine's cores.
const int Organizations = 1_000;
int[] concurrencies = [1, 32, 128];
var length = TimeSpan.FromSeconds(6);
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
using var postgres = new PostgreSql(Organizations);
await PostgreSqlMigrations.ApplyAsync(postgres.ConnectionString, TimeSpan.Zero, TimeProvider.System);

var updates = concurrencies.ToDictionary(clients => clients, clients => postgres.Updates(clients, length));
foreach (var (clients, rate) in updates) Console.WriteLine($"pgbench, single-row update    {clients,4} clients {rate,8:F0}/s");

using (var database = new PostgreSqlDatabase(postgres.ConnectionString))
await using (var journal = new SqlJournal(database))
{
    var appends = new Appends(journal, Organizations);
    await appends.RunAsync(32, TimeSpan.FromSeconds(2));
    foreach (var clients in concurrencies) Report("append (3 events and a row)", clients, await appends.RunAsync(clients, length));
}

var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;
var key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
string[] settings =
[
    "--Billing:Database=PostgreSql", "--Billing:Cluster=Cluster", "--Billing:AdvertisedAddress=127.0.0.1", "--Billing:SiloPort=0", "--Billing:GatewayPort=0",
    "--ConnectionStrings:Billing=" + postgres.ConnectionString, "--Billing:Auth:SigningKey=" + key, "--Stripe:ApiKey=sk_test_nobody", "--Stripe:ApiBase=http://127.0.0.1:9", "--Stripe:WebhookSecret=whsec_nobody",
];
var organizations = new List<string>();
var first = await Service.StartAsync(program, data, settings);
var account = await first.AccountAsync(null);
while (organizations.Count < Organizations)
    organizations.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync(first, account))));

const string Rename = "mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { errors { code } } }";
const string Query = "query($organization: ID!) { organization(id: $organization) { id name timeZone status { state reason deadline } seats { fullTime { purchased assigned available } } members(first: 5) { nodes { id name } } } }";
const string List = "query($account: ID!) { account(id: $account) { name } organizations(first: 20, accountId: $account) { totalCount nodes { id name } } }";

await LoadAsync(first, 32, TimeSpan.FromSeconds(3));
foreach (var clients in concurrencies) Report("mutation over GraphQL", clients, await LoadAsync(first, clients, length));
Console.WriteLine($"  the loader used {LoaderShare():F0} % of {Environment.ProcessorCount} cores in the last of them");
Report("organization, 14 fields", 32, await Figure.MeasureAsync(32, length, number => AskAsync(first, Query, new { organization = organizations[number % Organizations] })));
Report("list of 20 organizations", 32, await Figure.MeasureAsync(32, length, _ => AskAsync(first, List, new { account })));

// Everything is in memory now; a new process has nothing.
first.Dispose();
using (var second = await Service.StartAsync(program, data, settings))
{
    var before = second.Memory;
    var watch = Stopwatch.StartNew();
    await Parallel.ForEachAsync(organizations, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (organization, _) => await AskAsync(second, Query, new { organization }));
    Console.WriteLine($"cold activations              {Organizations / watch.Elapsed.TotalSeconds,8:F0}/s, {(second.Memory - before) / Organizations / 1024,5} KiB of working set each (code compiled meanwhile included)");
    await LoadAsync(second, 32, TimeSpan.FromSeconds(3));
    Report("mutation, one silo", 32, await LoadAsync(second, 32, length));
    using var other = await Service.StartAsync(program, Directory.CreateTempSubdirectory("billing-bench-").FullName, settings);
    await LoadAsync(second, 32, TimeSpan.FromSeconds(5));
    Report("mutation, two silos", 32, await LoadAsync(second, 32, length));
}

Directory.Delete(data, recursive: true);

void Report(string what, int clients, Figure figure) => Console.WriteLine(
    $"{what,-29} {clients,4} clients {figure.PerSecond,8:F0}/s  {100 * figure.PerSecond / updates[clients],5:F0} % of pgbench   p50 {figure.P50,6:F2} ms   p99 {figure.P99,6:F1} ms");

Task<Figure> LoadAsync(Service target, int clients, TimeSpan time) => Figure.MeasureAsync(
    clients, time, number => AskAsync(target, Rename, new { organization = organizations[number % Organizations], name = $"Renamed {number}" }));

async Task AskAsync(Service target, string document, object variables)
{
    using var response = await target.Client.PostAsJsonAsync("/graphql", new { query = document, variables });
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode || text.Contains("\"errors\":[{", StringComparison.Ordinal)) throw new InvalidOperationException(text);
}

static async Task<string> CreateAsync(Service target, string account) => (string)(await target.DataAsync(
    "mutation($account: ID!) { createOrganization(input: { accountId: $account, name: \"Bench\", owner: { name: \"O\", email: \"o@bench.example\" } }) { organization { id } errors { code message } } }",
    new { account }))["createOrganization"]!["organization"]!["id"]!;

double LoaderShare()
{
    var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
    LoadAsync(first, 128, TimeSpan.FromSeconds(4)).Wait();
    return 100 * (Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed / Environment.ProcessorCount;
}

namespace Billing.Bench.Cluster
{
    /// <summary>Appends as the engine makes them, over many streams; one stream is one caller's.</summary>
    internal sealed class Appends(IJournal journal, int streams)
    {
        private readonly long[] last = new long[streams];

        public Task<Figure> RunAsync(int callers, TimeSpan time)
        {
            var free = new System.Collections.Concurrent.ConcurrentQueue<int>(Enumerable.Range(0, streams));
            return Figure.MeasureAsync(callers, time, async _ =>
            {
                if (!free.TryDequeue(out var stream)) throw new InvalidOperationException("There are more callers than streams.");
                await journal.AppendAsync(Append($"org_{stream:D32}", last[stream]));
                last[stream] += 3;
                free.Enqueue(stream);
            });
        }

        private static JournalAppend Append(string stream, long last)
        {
            var at = Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromSeconds(last);
            JournalRecord Event(long sequence, long? publicSequence) => new(
                stream, sequence, publicSequence, "SeatsPurchased", 1, at, "mem_00000000000000000000000000000001",
                """{"seats":3,"invoice":"inv_00000000000000000000000000000001","total":{"minor":14700,"currency":"USD"}}""");
            return new(stream, [Event(last + 1, null), Event(last + 2, (last / 3 * 2) + 1), Event(last + 3, (last / 3 * 2) + 2)], new()
            {
                Organization = new(stream, "acc_1", "Some Organization", "ACTIVE", at, false, at, null, null),
            });
        }
    }
}
