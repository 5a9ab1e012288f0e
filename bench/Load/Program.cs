using System.Diagnostics;
using System.Net.Http.Json;
using Billing.Bench;

// Measures one running service in one run, each figure as a share of a constant answer of the same process:
// dotnet run -c Release --project bench/Load [-- <Billing.Silo.dll>]. The loader shares the machine with the service.
const int Clients = 32;
const int Organizations = 64;
var length = TimeSpan.FromSeconds(8);
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;

var started = Stopwatch.StartNew();
using var service = await Service.StartAsync(program, data);
Console.WriteLine($"start to first answer   {started.Elapsed.TotalSeconds:F2} s");

await TenYearsAsync(service);
var account = await service.AccountAsync(null);
var organizations = new List<string>();
for (var index = 0; index < Organizations; index++) organizations.Add(await service.SignedAsync(account, "Bench " + index));

const string Query = """
    query($organization: ID!) {
      organization(id: $organization) {
        id name status { state reason deadline } seats { fullTime { purchased assigned available } }
        subscription { renewsAt fullTimeSeats seatPrice { amount currency } annualCost { formatted } currentPeriod { start end } }
        paymentDetails { card { brand last4 } }
      }
    }
    """;
const string Preview = "query($organization: ID!) { organization(id: $organization) { seatPurchasePreview(additionalSeats: 3) { token totalDueToday { amount } } } }";
const string Credit = """
    mutation($organization: ID!, $key: String!) {
      grantCredit(input: { organizationId: $organization, amount: 1, reason: "bench", idempotencyKey: $key }) { errors { code } }
    }
    """;

var warm = TimeSpan.FromSeconds(2);
await LoadAsync(service, warm, (client, _, _) => client.GetAsync("/health/live"));
await LoadAsync(service, warm, (client, organization, _) => Post(client, Query, new { organization }));
var constant = await LoadAsync(service, length, (client, _, _) => client.GetAsync("/health/live"));
var query = await LoadAsync(service, length, (client, organization, _) => Post(client, Query, new { organization }));
var preview = await LoadAsync(service, length, (client, organization, _) => Post(client, Preview, new { organization }));
var mutation = await LoadAsync(service, length, (client, organization, number) => Post(client, Credit, new { organization, key = "bench-" + number }));
Report("(a) constant JSON answer", constant);
Report("(b) organization query", query);
Report("(c) seatPurchasePreview", preview);
Report("(d) durable mutation", mutation);
Directory.Delete(data, recursive: true);

void Report(string what, Figure figure) => Console.WriteLine($"{what,-26} {figure.Beside(constant)}");

async Task TenYearsAsync(Service target)
{
    foreach (var round in new[] { "cold", "warm" })
    {
        var clock = await target.AccountAsync("2020-01-31T00:00:00Z");
        await target.SignedAsync(clock, "Ten years");
        var watch = Stopwatch.StartNew();
        var answer = await target.DataAsync(
            "mutation($account: ID!) { advanceTestClock(input: { accountId: $account, to: \"2030-01-31T00:00:00Z\" }) { events { at } errors { code message } } }",
            new { account = clock });
        Console.WriteLine($"ten years, monthly, {round}  {watch.Elapsed.TotalSeconds:F2} s, {answer["advanceTestClock"]!["events"]!.AsArray().Count} events");
    }
}

Task<Figure> LoadAsync(Service target, TimeSpan time, Func<HttpClient, string, int, Task<HttpResponseMessage>> call) =>
    Figure.MeasureAsync(Clients, time, async number =>
    {
        using var response = await call(target.Client, organizations.Count == 0 ? "" : organizations[number % organizations.Count], number);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || text.Contains("\"errors\":[{", StringComparison.Ordinal)) throw new InvalidOperationException(text);
    });

static Task<HttpResponseMessage> Post(HttpClient client, string document, object variables) =>
    client.PostAsJsonAsync("/graphql", new { query = document, variables });
