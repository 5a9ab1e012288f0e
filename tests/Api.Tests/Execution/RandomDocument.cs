using System.Text;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Execution;

/// <summary>A document made up from a schema: nested selections, fragments, aliases, directives, arguments as literals and as variables, mostly as the
/// schema wants them. And values for its variables, of which some are wrong.</summary>
internal sealed class RandomDocument
{
    private readonly Random random;
    private readonly ISchema schema;
    private readonly List<string> definitions = [];
    private readonly List<(string Name, IGraphType Type, bool HasDefault)> variables = [];
    private readonly List<string> fragments = [];
    private int names;

    public RandomDocument(ISchema schema, int seed)
    {
        this.schema = schema;
        random = new Random(seed);
        var kind = random.Next(5) == 0 ? "mutation" : "query";
        var body = Selection(kind == "query" ? schema.Query! : schema.Mutation!, 0);
        var declared = definitions.Count == 0 ? "" : $"({string.Join(", ", definitions)})";
        Text = $"{kind} Random{declared} {body} {string.Join(' ', fragments)}";
    }

    public string Text { get; }

    /// <summary>Values for the document's variables, as they come out of a request's JSON.</summary>
    public Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, type, hasDefault) in variables)
        {
            if (Chance(hasDefault ? 2 : 12)) continue;
            values[name] = Chance(15) ? Wrong() : Value(type);
        }
        if (Chance(20)) values["unknown"] = 1;
        return values;
    }

    private bool Chance(int outOf) => random.Next(outOf) == 0;

    private T OneOf<T>(IEnumerable<T> values) => values.ElementAt(random.Next(values.Count()));

    private string Selection(IComplexGraphType type, int depth)
    {
        var text = new StringBuilder("{ __typename");
        var fields = type.Fields.Where(field => depth < 4 || field.ResolvedType!.GetNamedType() is not IComplexGraphType and not UnionGraphType).ToList();
        for (var count = random.Next(1, 4); count > 0 && fields.Count > 0; count--)
        {
            var field = Field(OneOf(fields), depth);
            text.Append(' ').Append(random.Next(8) switch
            {
                0 => $"... on {type.Name}{Directive()} {{ {field} }}",
                1 => Spread(type, field),
                _ => field,
            });
        }
        return text.Append(" }").ToString();
    }

    private string Spread(IComplexGraphType type, string field)
    {
        var name = $"F{names++}";
        fragments.Add($"fragment {name} on {type.Name} {{ {field} }}");
        return Chance(4) ? $"...{name}{Directive()} ...{name}" : $"...{name}{Directive()}";
    }

    private string Field(FieldType field, int depth)
    {
        var arguments = (field.Arguments ?? []).Where(argument => IsRequired(argument) || Chance(2))
            .Select(argument => $"{argument.Name}: {Argument(argument.ResolvedType!)}").ToList();
        var inside = field.ResolvedType!.GetNamedType() switch
        {
            IComplexGraphType type => " " + Selection(type, depth + 1),
            UnionGraphType => " { __typename }",
            _ => "",
        };
        return $"a{names++}: {field.Name}{(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")}{Directive()}{inside}";
    }

    private static bool IsRequired(QueryArgument argument) => argument.ResolvedType is NonNullGraphType && argument.DefaultValue is null;

    private string Directive() => random.Next(12) switch
    {
        0 => $" @include(if: {Argument(new NonNullGraphType(schema.AllTypes["Boolean"]!))})",
        1 => $" @skip(if: {Argument(new NonNullGraphType(schema.AllTypes["Boolean"]!))})",
        _ => "",
    };

    private string Argument(IGraphType type)
    {
        if (Chance(2)) return Literal(type);
        var name = $"v{variables.Count}";
        var hasDefault = type is not NonNullGraphType && Chance(3);
        definitions.Add($"${name}: {type}{(hasDefault ? " = " + Literal(type) : "")}");
        variables.Add((name, type, hasDefault));
        return "$" + name;
    }

    private string Literal(IGraphType type) => type switch
    {
        NonNullGraphType required => Literal(required.ResolvedType!),
        ListGraphType list => Chance(3) ? Literal(list.ResolvedType!) : $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Literal(list.ResolvedType!)))}]",
        EnumerationGraphType values => OneOf(values.Values.Select(value => value.Name)),
        IInputObjectGraphType input => "{ " + string.Join(", ", input.Fields.Where(IsGiven).Select(field => $"{field.Name}: {Literal(field.ResolvedType!)}")) + " }",
        _ => Scalar(type.Name) switch { string text => $"\"{text}\"", bool flag => flag ? "true" : "false", var number => number.ToString()! },
    };

    private object? Value(IGraphType type) => type switch
    {
        NonNullGraphType required => Value(required.ResolvedType!),
        ListGraphType list => Enumerable.Range(0, random.Next(3)).Select(_ => Value(list.ResolvedType!)).ToList(),
        EnumerationGraphType values => OneOf(values.Values.Select(value => value.Name)),
        IInputObjectGraphType input => input.Fields.Where(IsGiven).ToDictionary(field => field.Name, field => Value(field.ResolvedType!)),
        _ => Scalar(type.Name),
    };

    private bool IsGiven(FieldType field) => field.ResolvedType is NonNullGraphType || Chance(3);

    private object Scalar(string type) => type switch
    {
        "Int" => random.Next(-3, 1_000),
        "Long" => random.Next(-3, 1_000) * 3_000_000_000L,
        "Boolean" => Chance(2),
        "Date" => $"2026-0{random.Next(1, 10)}-1{random.Next(10)}",
        "DateTime" => $"2026-0{random.Next(1, 10)}-1{random.Next(10)}T00:00:00Z",
        "Float" => 1.5m,
        _ => $"text{random.Next(100)}",
    };

    private object? Wrong() => random.Next(7) switch
    {
        0 => null,
        1 => "no such value",
        2 => 12_345_678_901L,
        3 => true,
        4 => new List<object?> { 1, null },
        5 => new Dictionary<string, object?> { ["a"] = 1 },
        _ => 1.5m,
    };
}
