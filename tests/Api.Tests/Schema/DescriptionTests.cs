using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Schema;

/// <summary>The schema is the manual: everything in it is described, in words that say more than its name.</summary>
public sealed class DescriptionTests : IAsyncLifetime
{
    /// <summary>The language describes them itself.</summary>
    private static readonly string[] Standard = ["String", "Boolean", "ID", "Int"];

    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await new BillingWorld().StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public void Every_type_field_argument_and_value_is_described()
    {
        var schema = gateway.Services.GetRequiredService<ISchema>();
        var all = schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !Standard.Contains(type.Name)).SelectMany(Described)
            .Concat(schema.Directives.SelectMany(directive => (directive.Arguments ?? []).Select(one => ($"@{directive.Name}({one.Name})", one.Description)).Append(("@" + directive.Name, directive.Description))))
            .Append(("schema", schema.Description)).ToList();
        Assert.True(all.Count > 700);
        Assert.Empty(all.Where(one => !SaysMore(one.Item1, one.Item2)).Select(one => $"{one.Item1}: {one.Item2}"));
    }

    private static IEnumerable<(string Path, string? Description)> Described(IGraphType type)
    {
        yield return (type.Name, type.Description);
        if (type is EnumerationGraphType values)
        {
            foreach (var value in values.Values) yield return ($"{type.Name}.{value.Name}", value.Description);
        }
        foreach (var field in (type as IComplexGraphType)?.Fields ?? (type as IInputObjectGraphType)?.Fields ?? [])
        {
            yield return ($"{type.Name}.{field.Name}", field.Description);
            foreach (var argument in field.Arguments ?? []) yield return ($"{type.Name}.{field.Name}({argument.Name})", argument.Description);
        }
    }

    private static bool SaysMore(string path, string? description) =>
        description is { Length: > 3 } && !Letters(description).Equals(Letters(path.Split('.', '(', ')').Last(part => part.Length > 0)), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));
}
