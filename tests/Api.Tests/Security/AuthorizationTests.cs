using Billing.Api.Security;
using Billing.Api.Tests.Host;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Security;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private const string Granted = "granted";
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    /// <summary>Field, then the answer to: owner, biller, manager, operator, plain member, stranger, staff, service.</summary>
    [Theory]
    [InlineData("name", "+ + + + + 0 + +")]
    [InlineData("money", "+ + - - - 0 + +")]
    [InlineData("people", "+ + + - - 0 + +")]
    [InlineData("usage", "+ - - + - 0 + +")]
    [InlineData("secret", "+ - - - - 0 + +")]
    [InlineData("member(id: \"plain\")", "+ - + - + 0 + +")]
    [InlineData("__typename", "+ + + + + 0 + +")]
    public Task Fields_of_an_organization(string field, string expected) =>
        CheckAsync($"{{ organization(id: \"org_1\") {{ {field} }} }}", expected);

    [Theory]
    [InlineData("buy", "+ + - - - 0 + -")]
    [InlineData("handOver", "+ - - - - 0 + -")]
    [InlineData("sign", "- - - - - - + -")]
    [InlineData("report", "- - - - - - - +")]
    public Task Mutations(string field, string expected) =>
        CheckAsync($"mutation {{ {field}(input: {{ organizationId: \"org_1\" }}) }}", expected);

    [Fact]
    public Task Lists_across_organizations() => CheckAsync("{ organizations { totalCount } }", "- - - - - - + +");

    [Fact]
    public async Task What_is_not_yours_and_what_does_not_exist_look_the_same()
    {
        var token = gateway.Token("stranger", Role.User);
        foreach (var document in new[] { "query($id: ID!) { organization(id: $id) { name } }", "mutation($id: ID!) { buy(input: { organizationId: $id }) }" })
        {
            var notYours = await gateway.AskAsync(document, new { id = "org_1" }, token);
            var nowhere = await gateway.AskAsync(document, new { id = "org_9" }, token);
            Assert.Equal("NOT_FOUND", notYours.FirstCode());
            Assert.Equal(notYours.ToString(), nowhere.ToString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("org 1")]
    public async Task What_cannot_be_an_id_is_not_looked_up(string id)
    {
        var answer = await gateway.AskAsync("mutation($id: ID!) { buy(input: { organizationId: $id }) }", new { id });
        Assert.Equal("NOT_FOUND", answer.FirstCode());
        Assert.Empty(gateway.Organizations.Asked);
    }

    [Fact]
    public void A_field_without_a_mark_is_refused_by_name()
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.Field<StringGraphType>("open").Resolve(_ => "");
        var refusal = Assert.Throws<InvalidOperationException>(() => AuthorizationCheck.Verify(new GraphQL.Types.Schema { Query = query }));
        Assert.Contains("Query.open has no mark", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_that_nobody_enforces_is_refused_by_name()
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.Field<StringGraphType>("money").Argument<StringGraphType>("organizationId").Requires(Right.Billing).Resolve(_ => "");
        var refusal = Assert.Throws<InvalidOperationException>(() => AuthorizationCheck.Verify(new GraphQL.Types.Schema { Query = query }));
        Assert.Contains("Query.money is marked, but no rule enforces it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_in_no_organization_is_refused_by_name()
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.Field<StringGraphType>("money").Requires(Right.Billing).Resolve(_ => "");
        var refusal = Assert.Throws<InvalidOperationException>(() => AuthorizationCheck.Verify(new GraphQL.Types.Schema { Query = query }));
        Assert.Contains("Query.money asks for a right in an organization but names none", refusal.Message, StringComparison.Ordinal);
    }

    private async Task CheckAsync(string document, string expected)
    {
        (string Subject, Role Role)[] callers =
        [
            ("owner", Role.User), ("biller", Role.User), ("manager", Role.User), ("operator", Role.User), ("plain", Role.User), ("stranger", Role.User),
            ("ann", Role.Staff), ("crm", Role.Service),
        ];
        var answers = new List<string>();
        foreach (var (subject, role) in callers)
        {
            var answer = await gateway.AskAsync(document, token: gateway.Token(subject, role));
            var code = answer.TryGetProperty("errors", out _) ? answer.FirstCode() : Granted;
            answers.Add(code switch { Granted => "+", "FORBIDDEN" => "-", "NOT_FOUND" => "0", _ => code! });
        }
        Assert.Equal(expected, string.Join(' ', answers));
    }
}
