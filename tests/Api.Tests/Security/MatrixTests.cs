using System.Net;
using Billing.Api.Execution;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using GraphQL;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Tests.Security;

/// <summary>Every field of the types that ask for a right, tried by every kind of caller.</summary>
public sealed class MatrixTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    /// <summary>Who may is asked here, not what comes of it: every order is answered.</summary>
    public async ValueTask InitializeAsync()
    {
        world.Main.Answers = _ => new(null, 1, null, world.Main.Reading(), null);
        gateway = await world.StartAsync();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("Query")]
    [InlineData("Organization")]
    [InlineData("Invoice")]
    [InlineData("Mutation")]
    public async Task Every_field_answers_every_caller_as_the_table_says(string typeName)
    {
        var schema = gateway.Services.GetRequiredService<ISchema>();
        var type = (IObjectGraphType)schema.AllTypes[typeName]!;
        var wrong = new List<string>();
        foreach (var field in type.Fields)
        {
            var key = $"{typeName}.{field.Name}";
            var answers = await AnswersAsync(DocumentOf(schema, typeName, field));
            var expected = Expectations.Rows.GetValueOrDefault(key, "no row in the table");
            if (answers != expected) wrong.Add($"{key}: {answers}, not {expected}");
        }
        Assert.Empty(wrong);
    }

    /// <summary>A transport opens them for whom it knows: who is not signed in has no operation at all.</summary>
    [Fact]
    public async Task Every_subscription_opens_for_whom_the_table_says()
    {
        var schema = gateway.Services.GetRequiredService<ISchema>();
        world.ReadModel.Live.Writer.Complete();
        foreach (var field in schema.Subscription!.Fields)
        {
            var document = Samples.Document(schema, "Subscription", field);
            var answers = new List<char>();
            foreach (var who in Enum.GetValues<Who>())
            {
                var verdict = await gateway.Services.GetRequiredService<ITokenReader>().ReadAsync(Callers.TokenOf(gateway, who));
                answers.Add(verdict.Caller is { } caller ? await OpenAsync(document, caller) : 'U');
            }
            Assert.Equal((field.Name, Expectations.Rows[$"Subscription.{field.Name}"]), (field.Name, string.Concat(answers)));
        }
    }

    [Fact]
    public async Task A_removed_member_hears_nothing()
    {
        var document = "subscription { accountStatusChanged(organizationId: \"org_1\") { sequence } }";
        Assert.Equal('0', await OpenAsync(document, new("removed", Role.User)));
    }

    [Fact]
    public void The_table_has_no_row_without_its_field()
    {
        var schema = gateway.Services.GetRequiredService<ISchema>();
        Assert.All(Expectations.Rows.Keys, key => Assert.NotNull(((IObjectGraphType)schema.AllTypes[key.Split('.')[0]]!).GetField(key.Split('.')[1])));
    }

    [Fact]
    public async Task A_removed_member_is_a_stranger()
    {
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { name } }", token: gateway.Token("removed", Role.User));
        Assert.Equal("NOT_FOUND", answer.FirstCode());
    }

    [Fact]
    public async Task A_member_reads_himself_and_nobody_else()
    {
        const string document = "query($id: ID!) { organization(id: \"org_1\") { member(id: $id) { id access { sections } } } }";
        var self = await gateway.AskAsync(document, new { id = "plain" }, gateway.Token("plain", Role.User));
        var other = await gateway.AskAsync(document, new { id = "owner" }, gateway.Token("plain", Role.User));
        Assert.Equal("APP", self.GetProperty("data").GetProperty("organization").GetProperty("member").GetProperty("access").GetProperty("sections")[0].GetString());
        Assert.Equal("FORBIDDEN", other.FirstCode());
    }

    /// <summary>R48: holders of any permission see platform usage, PLATFORM_USAGE alone included, and it shows nothing else.</summary>
    [Theory]
    [InlineData("storage { __typename }", null)]
    [InlineData("seasons { id }", "FORBIDDEN")]
    [InlineData("mail { totalCount }", "FORBIDDEN")]
    public async Task R48_holders_of_platform_usage_see_storage(string field, string? code)
    {
        world.Main.Record(new MemberAdded(FakeOrganization.Member("operator", permissions: Permission.PlatformUsage)));
        var answer = await gateway.AskAsync($"{{ organization(id: \"org_1\") {{ {field} }} }}", token: gateway.Token("operator", Role.User));
        Assert.Equal(code, answer.TryGetProperty("errors", out _) ? answer.FirstCode() : null);
    }

    /// <summary>As its members name it, or as the account's: a member of one organization sees nothing of its neighbors.</summary>
    [Fact]
    public async Task An_account_shows_a_member_his_own_organizations_only()
    {
        const string document = "{ account(id: \"acc_1\") { organizations { id } } }";
        var own = await gateway.AskAsync(document, token: gateway.Token("plain", Role.User));
        var all = await gateway.AskAsync(document);
        Assert.Equal("""[{"id":"org_1"}]""", own.GetProperty("data").GetProperty("account").GetProperty("organizations").ToString());
        Assert.Equal("""[{"id":"org_1"},{"id":"org_2"}]""", all.GetProperty("data").GetProperty("account").GetProperty("organizations").ToString());
    }

    private static string DocumentOf(ISchema schema, string typeName, FieldType field)
    {
        var document = Samples.Document(schema, typeName, field);
        return (typeName, field.Name) switch
        {
            ("Query", "account") => document.Replace("org_1", "acc_2", StringComparison.Ordinal),
            ("Organization", "member") => document.Replace("member(id: \"org_1\")", "member(id: \"plain\")", StringComparison.Ordinal),
            _ => document,
        };
    }

    private async Task<string> AnswersAsync(string document)
    {
        var answers = new List<char>();
        foreach (var who in Enum.GetValues<Who>()) answers.Add(await AnswerAsync(document, who));
        return string.Concat(answers);
    }

    private async Task<char> AnswerAsync(string document, Who who)
    {
        using var response = await gateway.SendAsync(document, token: Callers.TokenOf(gateway, who));
        var answer = await TestGateway.BodyAsync(response);
        var code = answer.TryGetProperty("errors", out _) ? answer.FirstCode() : null;
        return code switch
        {
            "UNAUTHENTICATED" when response.StatusCode == HttpStatusCode.Unauthorized => 'U',
            "NOT_FOUND" => '0',
            "FORBIDDEN" => '-',
            null or "BAD_USER_INPUT" when answer.TryGetProperty("data", out _) => '+',
            _ => '!',
        };
    }

    private async Task<char> OpenAsync(string document, Caller caller)
    {
        var context = new OperationContext(caller, gateway.Services, "trace") { Allowed = OperationKinds.Subscription };
        var outcome = await gateway.Services.GetRequiredService<OperationRunner>().RunAsync(new(document, null, Inputs.Empty), context, TestContext.Current.CancellationToken);
        if (outcome.Stream is { } stream)
        {
            await foreach (var _ in stream) { }
            return '+';
        }
        return outcome.Result.Errors![0].Extensions!["code"] switch { "NOT_FOUND" => '0', "FORBIDDEN" => '-', _ => '!' };
    }
}
