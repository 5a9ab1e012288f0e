using GraphQLParser;
using GraphQLParser.AST;

namespace Billing.Api.Tests.Schema;

/// <summary>The agreed contract, and a way to compare a schema with it.</summary>
internal static class Contract
{
    public static string Text { get; } = Read();

    public static GraphQLDocument Parse(string text) => Parser.Parse(text);

    /// <summary>Everything that a client could notice, by type: <c>PurchaseSeatsInput</c> has <c>type: PurchasableSeat = FULL_TIME</c>,
    /// <c>Organization</c> has <c>invoice(number: String!): Invoice</c>.</summary>
    public static Dictionary<string, SortedSet<string>> Shapes(GraphQLDocument document)
    {
        var found = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (ShapeOf(definition) is var (name, members)) found[name] = [.. members];
        }
        return found;
    }

    /// <summary>The members' own names.</summary>
    public static string NameOf(string member) => member.Split('(', ':')[0];

    private static (string Name, IEnumerable<string> Members)? ShapeOf(ASTNode definition) => definition switch
    {
        GraphQLInputObjectTypeDefinition input => (input.Name.StringValue, input.Fields!.Items.Select(Describe)),
        GraphQLEnumTypeDefinition values => (values.Name.StringValue, values.Values!.Items.Select(value => value.Name.StringValue)),
        GraphQLObjectTypeDefinition type => (type.Name.StringValue, Members(type.Fields, type.Interfaces)),
        GraphQLInterfaceTypeDefinition type => (type.Name.StringValue, Members(type.Fields, null)),
        GraphQLScalarTypeDefinition scalar => (scalar.Name.StringValue, []),
        _ => null,
    };

    private static IEnumerable<string> Members(GraphQLFieldsDefinition? fields, GraphQLImplementsInterfaces? interfaces) =>
        (fields?.Items.Select(Describe) ?? []).Concat(interfaces?.Items.Select(type => $"is {type.Name.StringValue}") ?? []);

    private static string Describe(GraphQLFieldDefinition field)
    {
        var arguments = field.Arguments?.Items.Select(Describe).Order(StringComparer.Ordinal).ToList() ?? [];
        return $"{field.Name.StringValue}{(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")}: {TypeName(field.Type)}";
    }

    private static string Describe(GraphQLInputValueDefinition field) =>
        $"{field.Name.StringValue}: {TypeName(field.Type)}{(field.DefaultValue is { } value ? " = " + Value(value) : "")}";

    private static string TypeName(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => TypeName(required.Type) + "!",
        GraphQLListType list => $"[{TypeName(list.Type)}]",
        GraphQLNamedType named => named.Name.StringValue,
        _ => "?",
    };

    private static string Value(GraphQLValue value) => value switch
    {
        GraphQLEnumValue choice => choice.Name.StringValue,
        IHasValueNode text => text.Value.ToString(),
        _ => value.Kind.ToString(),
    };

    private static string Read()
    {
        using var stream = typeof(Contract).Assembly.GetManifestResourceStream("contract.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
