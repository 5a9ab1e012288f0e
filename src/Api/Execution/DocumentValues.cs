using System.Diagnostics.CodeAnalysis;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace Billing.Api.Execution;

/// <summary>Where an operation's document has arguments and directives, and their values: those that are written out are made once, those that use a
/// variable for each request.</summary>
internal sealed class DocumentValues
{
    private readonly GraphQLDocument document;
    private readonly ISchema schema;
    private readonly Dictionary<GraphQLField, IDictionary<string, ArgumentValue>> written = new(ReferenceEqualityComparer.Instance);
    private readonly List<(GraphQLField Field, QueryArguments Arguments)> varying = [];
    private readonly List<ASTNode> directed = [];

    private DocumentValues(ISchema schema, GraphQLDocument document)
    {
        this.schema = schema;
        this.document = document;
    }

    public bool AreConstant => varying.Count == 0 && directed.Count == 0;

    /// <param name="document">Valid.</param>
    /// <returns>Null where something is in the document that only the library judges.</returns>
    public static DocumentValues? Of(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        var values = new DocumentValues(schema, document);
        var walk = new Walk(values);
        return operation.Directives is null or { Count: 0 } && walk.Enter(operation.SelectionSet, RootOf(schema, operation)) ? values : null;
    }

    /// <exception cref="Exception">A value does not fit its argument.</exception>
    public IValidationResult With(Variables variables)
    {
        var arguments = written;
        if (varying.Count > 0)
        {
            arguments = new(written, ReferenceEqualityComparer.Instance);
            foreach (var (field, definitions) in varying)
            {
                if (ExecutionHelper.GetArguments(definitions, field.Arguments, variables, document, field, null) is { } values) arguments[field] = values;
            }
        }
        return new ValidationResult { Variables = variables, ArgumentValues = arguments, DirectiveValues = Directives(variables) };
    }

    private Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>? Directives(Variables variables)
    {
        if (directed.Count == 0) return null;
        var values = new Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>(ReferenceEqualityComparer.Instance);
        foreach (var node in directed)
        {
            if (ExecutionHelper.GetDirectives((IHasDirectivesNode)node, variables, schema, document) is { } found) values[node] = found;
        }
        return values;
    }

    private static IComplexGraphType? RootOf(ISchema schema, GraphQLOperationDefinition operation) => operation.Operation switch
    {
        OperationType.Mutation => schema.Mutation,
        OperationType.Subscription => schema.Subscription,
        _ => schema.Query,
    };

    /// <summary>Finds the fields and directives as the library's own walk does: each fragment once.</summary>
    private sealed class Walk(DocumentValues values)
    {
        private readonly HashSet<ROM> entered = [];

        /// <returns>False: the library has to judge.</returns>
        public bool Enter(GraphQLSelectionSet? set, IGraphType? type)
        {
            foreach (var selection in set?.Selections ?? [])
            {
                if (selection is IHasDirectivesNode { Directives.Count: > 0 }) values.directed.Add(selection);
                var isPlain = selection switch
                {
                    GraphQLField field => EnterField(field, type),
                    GraphQLInlineFragment inline => Enter(inline.SelectionSet, inline.TypeCondition is { } on ? TypeOf(on) : type),
                    GraphQLFragmentSpread spread => EnterFragment(spread.FragmentName.Name.Value),
                    _ => false,
                };
                if (!isPlain) return false;
            }
            return true;
        }

        private bool EnterFragment(ROM name) =>
            !entered.Add(name)
            || (values.document.FindFragmentDefinition(name) is { Directives: null or { Count: 0 } } fragment
                && Enter(fragment.SelectionSet, TypeOf(fragment.TypeCondition)));

        private bool EnterField(GraphQLField field, IGraphType? type)
        {
            var schema = values.schema;
            var name = field.Name.Value;
            var definition = name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType
                : name == schema.SchemaMetaFieldType.Name ? schema.SchemaMetaFieldType
                : name == schema.TypeNameMetaFieldType.Name ? schema.TypeNameMetaFieldType
                : (type as IComplexGraphType)?.Fields.Find(name);
            return definition is not null && NoteArguments(field, definition) && Enter(field.SelectionSet, definition.ResolvedType?.GetNamedType());
        }

        private bool NoteArguments(GraphQLField field, FieldType definition)
        {
            if (field.Arguments is null or { Count: 0 } || definition.Arguments is not { Count: > 0 } arguments) return true;
            if (!field.Arguments.All(argument => IsWrittenScalar(argument.Value)))
            {
                values.varying.Add((field, arguments));
                return true;
            }
            if (!TryMake(field, arguments, out var made)) return false;
            values.written[field] = made;
            return true;
        }

        private bool TryMake(GraphQLField field, QueryArguments arguments, [NotNullWhen(true)] out Dictionary<string, ArgumentValue>? made)
        {
            try
            {
                made = ExecutionHelper.GetArguments(arguments, field.Arguments, Variables.None, values.document, field, null);
            }
            catch (Exception refusal) when (refusal is not OutOfMemoryException)
            {
                made = null;
            }
            return made is not null;
        }

        /// <summary>What a request may share with the next: objects and lists are made anew, a resolver may keep them.</summary>
        private static bool IsWrittenScalar(GraphQLValue value) => value is not (GraphQLVariable or GraphQLObjectValue or GraphQLListValue);

        private IGraphType? TypeOf(GraphQLTypeCondition condition) => values.schema.AllTypes[condition.Type.Name.Value]?.GetNamedType();
    }
}
