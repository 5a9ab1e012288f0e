using System.Collections;
using Billing.Api.Execution;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using CsCheck;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Billing.Api.Tests.Execution;

public sealed class OperationPlanTests : IAsyncLifetime
{
    private TestGateway gateway = null!;
    private ISchema schema = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await new BillingWorld().StartAsync();
        schema = gateway.Services.GetRequiredService<ISchema>();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public void What_a_plan_decides_is_what_the_library_decides()
    {
        var (decided, left, invalid) = (0, 0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomDocument(schema, seed);
                var document = new GraphQLDocumentBuilder().Build(random.Text);
                if (!Library(document, Inputs.Empty, DocumentValidator.CoreRules, ignoreVariables: true).IsValid)
                {
                    Interlocked.Increment(ref invalid);
                    return;
                }
                var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
                var plan = OperationPlan.Of(schema, document, operation);
                for (var round = 0; round < 4; round++)
                {
                    var values = new Inputs(random.Values());
                    if (plan?.Check(values) is not { } planned)
                    {
                        Interlocked.Increment(ref left);
                        continue;
                    }
                    Interlocked.Increment(ref decided);
                    Assert.Equal(Told(Library(document, values, [])), Told(planned));
                }
            },
            iter: 3_000);
        Assert.True(decided > 2_000, $"decided {decided}, left to the library {left}, invalid {invalid}");
        Assert.True(left > 500, $"decided {decided}, left to the library {left}, invalid {invalid}");
    }

    [Theory]
    [InlineData("query($id: ID!) { organization(id: $id) { id } }", """{"id":"org_1"}""", true)]
    [InlineData("query($id: ID!) { organization(id: $id) { id } }", """{}""", false)]
    [InlineData("query($id: ID!) { organization(id: $id) { id } }", """{"id":null}""", false)]
    [InlineData("query($id: ID!) { organization(id: $id) { id } }", """{"id":{"a":1}}""", false)]
    [InlineData("query($first: Int = 5) { organizations(first: $first) { totalCount } }", """{}""", true)]
    [InlineData("query($first: Int) { organizations(first: $first) { totalCount } }", """{}""", true)]
    [InlineData("query($first: Int) { organizations(first: $first) { totalCount } }", """{"first":"five"}""", false)]
    [InlineData("query($with: Boolean!) { viewer { id @include(if: $with) } }", """{"with":true}""", true)]
    [InlineData("query($state: [AccountState!]) { organizations(state: $state) { totalCount } }", """{"state":["GRACE"]}""", false)]
    [InlineData("mutation($input: CreateAccountInput!) { createAccount(input: $input) { errors { code } } }", """{"input":{"name":"A"}}""", false)]
    public void It_decides_plain_cases_and_leaves_the_others(string text, string variables, bool decides)
    {
        var document = new GraphQLDocumentBuilder().Build(text);
        var plan = OperationPlan.Of(schema, document, document.Definitions.OfType<GraphQLOperationDefinition>().Single());

        var result = plan?.Check(new GraphQL.SystemTextJson.GraphQLSerializer().Deserialize<Inputs>(variables)!);

        Assert.Equal(decides, result is not null);
    }

    private IValidationResult Library(GraphQLDocument document, Inputs values, IEnumerable<IValidationRule> rules, bool ignoreVariables = false) =>
        new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Schema = schema,
            Document = document,
            Rules = rules,
            Variables = values,
            Operation = ignoreVariables ? null! : document.Definitions.OfType<GraphQLOperationDefinition>().Single(),
        }).GetAwaiter().GetResult();

    /// <summary>All that an execution reads of a result, in words.</summary>
    private static List<string> Told(IValidationResult result) =>
    [
        .. (result.Errors ?? []).Select(error => "error: " + error.Message),
        .. (result.Variables ?? []).Select(variable => $"${variable.Name} {variable.ValueSpecified} {variable.IsDefault} {Text(variable.Value)}"),
        .. (result.ArgumentValues ?? Empty<GraphQLField, IDictionary<string, ArgumentValue>>()).SelectMany(field => field.Value, (field, argument) =>
            $"{field.Key.Location.Start}.{argument.Key} {argument.Value.Source} {Text(argument.Value.Value)}").Order(),
        .. (result.DirectiveValues ?? Empty<ASTNode, IDictionary<string, DirectiveInfo>>()).SelectMany(node => node.Value, (node, directive) =>
            $"{node.Key.Location.Start}@{directive.Key} {string.Join(',', directive.Value.Arguments.Select(argument => argument.Key + Text(argument.Value.Value)))}").Order(),
    ];

    private static Dictionary<TKey, TValue> Empty<TKey, TValue>()
        where TKey : notnull => [];

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IDictionary<string, object?> fields => "{" + string.Join(',', fields.Select(field => field.Key + ":" + Text(field.Value))) + "}",
        IEnumerable list => "[" + string.Join(',', list.Cast<object?>().Select(Text)) + "]",
        _ => $"{value.GetType().Name} {value}",
    };
}
