using GraphQLParser;
using GraphQLParser.AST;

namespace Billing.Api.Tests.Schema;

/// <summary>The agreed contract, and a way to compare a schema with it.</summary>
internal static class Contract
{
    public static string Text { get; } = Read();

    public static GraphQLDocument Parse(string text) => Parser.Parse(text);

    /// <summary>Everything that a client could notice about inputs and enums: <c>PurchaseSeatsInput.type: PurchasableSeat = FULL_TIME</c>.</summary>
    public static Dictionary<string, SortedSet<string>> InputsAndEnums(GraphQLDocument document)
    {
        var found = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLInputObjectTypeDefinition input)
            {
                found[input.Name.StringValue] = [.. input.Fields!.Items.Select(Describe)];
            }
            else if (definition is GraphQLEnumTypeDefinition values)
            {
                found[values.Name.StringValue] = [.. values.Values!.Items.Select(value => value.Name.StringValue)];
            }
        }
        return found;
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
