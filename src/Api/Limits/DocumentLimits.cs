using Billing.Api.Errors;
using GraphQLParser.AST;

namespace Billing.Api.Limits;

/// <summary>Measures a parsed document before it is validated: depth, fields, aliases, root fields, with fragments counted at each spread.
/// Each fragment is measured once, so a document that doubles itself at every step costs no more than its length.</summary>
internal sealed class DocumentLimits
{
    private readonly GatewayLimits limits;
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Size?> measured = new(StringComparer.Ordinal);

    private DocumentLimits(GatewayLimits limits) => this.limits = limits;

    /// <exception cref="TooComplexException">A limit is passed.</exception>
    /// <exception cref="BadInputException">A fragment spreads itself, or the document has no operation.</exception>
    public static void Check(GraphQLDocument document, GatewayLimits limits)
    {
        var check = new DocumentLimits(limits);
        var operations = 0;
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLFragmentDefinition fragment)
            {
                check.fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
            }
            else if (definition is GraphQLOperationDefinition)
            {
                operations++;
            }
        }
        Refuse(operations > limits.Operations, $"A document may hold at most {limits.Operations} operations.");
        Refuse(check.fragments.Count > limits.Fragments, $"A document may define at most {limits.Fragments} fragments.");
        DocumentParts.Of(document).Check(limits);
        check.CheckOperations(document);
    }

    private void CheckOperations(GraphQLDocument document)
    {
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLOperationDefinition operation)
            {
                var size = Measure(operation.SelectionSet);
                var rootFields = operation.Operation == OperationType.Mutation ? limits.RootMutations : limits.RootFields;
                Refuse(size.Direct > rootFields, $"An operation of this kind may have at most {rootFields} fields at its root.");
                CheckSize(size);
            }
        }
        foreach (var name in fragments.Keys)
        {
            CheckSize(MeasureFragment(name));   // unused ones too: validation walks them
        }
    }

    private void CheckSize(Size size)
    {
        Refuse(size.Depth > limits.Depth, $"Fields may be nested at most {limits.Depth} deep.");
        Refuse(size.Fields > limits.Fields, $"An operation may have at most {limits.Fields} fields.");
        Refuse(size.Aliases > limits.Aliases, $"An operation may have at most {limits.Aliases} aliases.");
        Refuse(size.Lists > limits.IntrospectionLists, "The schema's description may not be nested that deep.");
    }

    private Size Measure(GraphQLSelectionSet? set)
    {
        var size = default(Size);
        foreach (var selection in set?.Selections ?? [])
        {
            size += selection switch
            {
                GraphQLField field => MeasureField(field),
                GraphQLInlineFragment inline => Measure(inline.SelectionSet),
                GraphQLFragmentSpread spread => MeasureFragment(spread.FragmentName.Name.StringValue),
                _ => default,
            };
        }
        return size;
    }

    private Size MeasureField(GraphQLField field)
    {
        var inside = Measure(field.SelectionSet);
        var isList = field.SelectionSet is not null && IsIntrospectionList(field.Name.StringValue);
        return new(1, 1 + inside.Fields, inside.Aliases + (field.Alias is null ? 0 : 1), 1 + inside.Depth, inside.Lists + (isList ? 1 : 0));
    }

    private Size MeasureFragment(string name)
    {
        if (measured.TryGetValue(name, out var known))
        {
            return known ?? throw new BadInputException($"Fragment '{name}' spreads itself.");
        }
        if (!fragments.TryGetValue(name, out var fragment))
        {
            return default;     // validation names it
        }
        measured[name] = null;  // being measured: meeting it again is a cycle
        var size = Measure(fragment.SelectionSet);
        measured[name] = size;
        return size;
    }

    private static bool IsIntrospectionList(string name) => name is "fields" or "inputFields" or "interfaces" or "possibleTypes";

    private static void Refuse(bool tooMuch, string message)
    {
        if (tooMuch)
        {
            throw new TooComplexException(message);
        }
    }

    /// <param name="Direct">Fields of the selection itself; all sums stop far below overflow.</param>
    /// <param name="Lists">Lists of the introspection types within each other.</param>
    private readonly record struct Size(int Direct, int Fields, int Aliases, int Depth, int Lists)
    {
        private const int Ceiling = 1_000_000;

        public static Size operator +(Size left, Size right) => new(
            Math.Min(left.Direct + right.Direct, Ceiling),
            Math.Min(left.Fields + right.Fields, Ceiling),
            Math.Min(left.Aliases + right.Aliases, Ceiling),
            Math.Max(left.Depth, right.Depth),
            Math.Max(left.Lists, right.Lists));
    }
}
