using System.Net.Http.Headers;
using System.Text.Json;
using Billing.Bench;

// What GraphQL costs: organization queries of 6, 20 and 300 fields (each in the answer counted) as a share of a constant answer of the same process, in rounds that take turns, the
// median round told: dotnet run -c Release --project bench/Gateway [-- <Billing.Silo.dll>]. The loader shares the machine with the service.
const int Clients = 32;
const int Rounds = 5;
var length = TimeSpan.FromSeconds(3);
var program = args.FirstOrDefault() ?? Path.GetFullPath("src/Silo/bin/Release/net10.0/Billing.Silo.dll");
var data = Directory.CreateTempSubdirectory("billing-bench-").FullName;
using var service = await Service.StartAsync(program, data);

const string Six = "query($organization: ID!) { organization(id: $organization) { id name status { state reason } } }";
const string Twenty = """
    query($organization: ID!) {
      organization(id: $organization) {
        id name status { state reason deadline } seats { fullTime { purchased assigned available } }
        subscription { renewsAt fullTimeSeats seatPrice { amount currency } annualCost { formatted } }
      }
    }
    """;
const string ThreeHundred = """
    query($organization: ID!) { organization(id: $organization) { members(first: 50) { nodes { id name email type status isOwner } } } }
    """;

var account = await service.AccountAsync(null);
var organizations = new List<string>();
for (var index = 0; index < 8; index++)
{
    var organization = await service.SignedAsync(account, "Bench " + index, seats: 60);
    organizations.Add(organization);
    for (var member = 1; member < 50; member++) await AddMemberAsync(organization, member);
}

var measured = new (string What, Func<int, Task> Call)[]
{
    ("(a) constant JSON answer", _ => GetAsync("/health/live")),
    ("(b) query of 6 fields", Querying(Six)),
    ("(c) query of 20 fields", Querying(Twenty)),
    ("(d) query of 300 fields", Querying(ThreeHundred)),
};
foreach (var (_, call) in measured) await Figure.MeasureAsync(Clients, length, call);    // warm-up
var rounds = new List<Figure>[measured.Length];
for (var round = 0; round < Rounds; round++)
{
    for (var index = 0; index < measured.Length; index++) (rounds[index] ??= []).Add(await Figure.MeasureAsync(Clients, length, measured[index].Call));
}

var constant = Median(rounds[0]);
foreach (var (index, (what, _)) in measured.Index()) Console.WriteLine($"{what,-26} {Median(rounds[index]).Beside(constant)}");
Directory.Delete(data, recursive: true);

static Figure Median(List<Figure> figures) => figures.OrderBy(figure => figure.PerSecond).ElementAt(figures.Count / 2);

Func<int, Task> Querying(string document)
{
    // Made once: what the loader does for each request is taken from the service's share of the machine.
    var bodies = organizations.Select(organization => JsonSerializer.SerializeToUtf8Bytes(new { query = document, variables = new { organization } })).ToList();
    return number => PostAsync(bodies[number % bodies.Count]);
}

async Task GetAsync(string path)
{
    using var response = await service.Client.GetAsync(path);
    await response.Content.ReadAsByteArrayAsync();
}

async Task PostAsync(byte[] body)
{
    using var content = new ByteArrayContent(body);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    using var response = await service.Client.PostAsync("/graphql", content);
    var answer = await response.Content.ReadAsByteArrayAsync();
    if (answer.AsSpan().StartsWith("{\"errors"u8)) throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(answer));
}

Task AddMemberAsync(string organization, int member) => service.DataAsync(
    """
    mutation($organization: ID!, $name: String!, $email: String!) {
      addMember(input: { organizationId: $organization, name: $name, email: $email, type: FULL_TIME }) { errors { code message } }
    }
    """,
    new { organization, name = "Member " + member, email = $"m{member}@bench.example" });
