using Billing.Api.Schema;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Schema;

public sealed class ContractTests : IAsyncLifetime
{
    /// <summary>Set, the test writes the file instead of comparing it.</summary>
    private const string Write = "BILLING_WRITE_SCHEMA";
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    private ISchema Schema => gateway.Services.GetRequiredService<ISchema>();

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public void Everything_agreed_is_served_as_agreed()
    {
        var ours = Contract.Shapes(Contract.Parse(SchemaText.Print(Schema)));
        var missing = new List<string>();
        foreach (var (type, members) in Contract.Shapes(Contract.Parse(Contract.Text)))
        {
            if (NotYet.Types.Contains(type)) continue;
            if (!ours.TryGetValue(type, out var served)) missing.Add(type);
            else missing.AddRange(members.Where(member => !served.Contains(member) && !NotYet.Fields.Contains($"{type}.{Contract.NameOf(member)}")).Select(member => $"{type}.{member}"));
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void What_is_served_is_not_on_the_list_of_what_is_not_yet()
    {
        var ours = Contract.Shapes(Contract.Parse(SchemaText.Print(Schema)));
        var served = ours.SelectMany(type => type.Value.Select(member => $"{type.Key}.{Contract.NameOf(member)}")).Concat(ours.Keys);
        Assert.DoesNotContain(served, name => NotYet.Types.Contains(name) || NotYet.Fields.Contains(name));
    }

    /// <summary>Inputs and enums have no additions of ours that a client would have to know.</summary>
    [Fact]
    public void Inputs_and_enums_are_exactly_those_of_the_contract()
    {
        var agreed = Contract.Shapes(Contract.Parse(Contract.Text));
        var ours = Contract.Shapes(Contract.Parse(SchemaText.Print(Schema)));
        var closed = Schema.AllTypes.Where(type => type is IInputObjectGraphType or EnumerationGraphType && !type.Name.StartsWith("__", StringComparison.Ordinal)).ToList();
        Assert.True(closed.Count > 30);
        Assert.All(closed, type => Assert.Equal(string.Join('\n', agreed[type.Name]), string.Join('\n', Theirs(type.Name, ours[type.Name]))));
        Assert.All(Added.Fields, field => Assert.Contains(ours[field.Split('.')[0]], member => member.StartsWith(field.Split('.')[1], StringComparison.Ordinal) && !member.EndsWith('!')));

        static IEnumerable<string> Theirs(string type, IEnumerable<string> members) => members.Where(member => !Added.Fields.Contains($"{type}.{Contract.NameOf(member)}"));
    }

    [Fact]
    public async Task The_file_in_the_repository_is_the_schema()
    {
        var file = Path.Combine(Repository(), "schema", "billing.graphql");
        var text = SchemaText.Print(Schema);
        if (Environment.GetEnvironmentVariable(Write) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }
        var kept = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.True(text == kept, $"schema/billing.graphql is not what the code serves: run the tests with {Write}=1, then look at the difference.");
        Assert.Equal(text, await gateway.Client.GetStringAsync("/schema.graphql", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Everything_says_what_it_is()
    {
        var silent = new List<string>();
        foreach (var type in Schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !IsBuiltIn(type)))
        {
            if (string.IsNullOrWhiteSpace(type.Description)) silent.Add(type.Name);
            foreach (var field in (type as IComplexGraphType)?.Fields ?? new())
            {
                if (string.IsNullOrWhiteSpace(field.Description)) silent.Add($"{type.Name}.{field.Name}");
                silent.AddRange((field.Arguments ?? []).Where(argument => string.IsNullOrWhiteSpace(argument.Description)).Select(argument => $"{type.Name}.{field.Name}({argument.Name})"));
            }
        }
        Assert.Empty(silent);
    }

    private static bool IsBuiltIn(IGraphType type) => type is StringGraphType or IntGraphType or BooleanGraphType or IdGraphType or FloatGraphType;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Billing.Orleans.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
