using Billing.Api.Errors;
using Billing.Api.Paging;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Limits;

/// <summary>What an operation makes the service compute: one for each field, times the page sizes around it. Planned once for a
/// document; only page sizes in variables are looked at for each request.</summary>
internal sealed class OperationCost
{
    private readonly Step root;

    private OperationCost(Step root) => this.root = root;

    public static OperationCost Plan(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, GatewayLimits limits)
    {
        IGraphType? type = operation.Operation switch
        {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => schema.Query,
        };
        return new(new Planner(schema, document, limits).Plan(operation, type));
    }

    /// <exception cref="OverflowException">Never: page sizes are capped and depth is limited before.</exception>
    public long Of(Inputs variables) => root.Cost(variables);

    /// <summary>One list or page, and what is inside it.</summary>
    /// <param name="Fields">Fields that are no list themselves.</param>
    /// <param name="Size">Entries, where the document says it or leaves it to the schema.</param>
    /// <param name="Variable">The variable that says it instead.</param>
    private sealed record Step(int Size, string? Variable, List<Step> Lists)
    {
        /// <summary>More than any page may have; a wrong size is refused by its field later.</summary>
        private const int LargestSize = 1_000;

        public int Fields { get; set; }

        public long Cost(Inputs variables)
        {
            long inside = Fields;
            foreach (var list in Lists)
            {
                inside = Math.Min(inside + list.Cost(variables), long.MaxValue / (2 * LargestSize));
            }
            return 1 + (inside * Math.Clamp(SizeFrom(variables), 1, LargestSize));
        }

        private int SizeFrom(Inputs variables) =>
            Variable is null ? Size
            : !variables.TryGetValue(Variable, out var value) ? Size
            : value switch { int size => size, null => Size, _ => LargestSize };
    }

    private sealed class Planner(ISchema schema, GraphQLDocument document, GatewayLimits limits)
    {
        private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .DistinctBy(fragment => fragment.FragmentName.Name.StringValue)
            .ToDictionary(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);

        private GraphQLOperationDefinition? operation;

        public Step Plan(GraphQLOperationDefinition planned, IGraphType? type)
        {
            operation = planned;
            var root = new Step(1, null, []);
            Walk(planned.SelectionSet, type, root);
            return root;
        }

        private void Walk(GraphQLSelectionSet? set, IGraphType? type, Step step)
        {
            foreach (var selection in set?.Selections ?? [])
            {
                switch (selection)
                {
                    case GraphQLField field:
                        WalkField(field, type, step);
                        break;
                    case GraphQLInlineFragment inline:
                        Walk(inline.SelectionSet, inline.TypeCondition is { } on ? schema.AllTypes[on.Type.Name] : type, step);
                        break;
                    case GraphQLFragmentSpread spread when fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment):
                        Walk(fragment.SelectionSet, schema.AllTypes[fragment.TypeCondition.Type.Name], step);
                        break;
                }
            }
        }

        private void WalkField(GraphQLField field, IGraphType? type, Step step)
        {
            var definition = (type as IComplexGraphType)?.GetField(field.Name);
            if (definition is null || field.SelectionSet is null)
            {
                step.Fields++;      // a leaf, or the schema's own description, which has its own limit
                return;
            }
            var inside = InsideOf(field, definition, type!);
            if (inside is null)
            {
                step.Fields++;
                inside = step;
            }
            else
            {
                step.Lists.Add(inside);
            }
            Walk(field.SelectionSet, definition.ResolvedType!.GetNamedType(), inside);
        }

        private Step? InsideOf(GraphQLField field, FieldType definition, IGraphType parent)
        {
            var sizeArgument = definition.GetPageSizeArgument();
            if (sizeArgument is not null && definition.Arguments?.Find(sizeArgument) is { } argument)
            {
                return Paged(field, argument);
            }
            var isList = definition.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType };
            return isList && parent is not IConnectionGraphType ? new Step(limits.AssumedListSize, null, []) : null;
        }

        private Step Paged(GraphQLField field, QueryArgument argument)
        {
            var standard = argument.DefaultValue is int size ? size : limits.AssumedListSize;
            return field.Arguments?.ValueFor(argument.Name) switch
            {
                GraphQLIntValue literal => new(int.TryParse(literal.Value.Span, out var written) ? written : int.MaxValue, null, []),
                GraphQLVariable variable => new(VariableDefault(variable) ?? standard, variable.Name.StringValue, []),
                _ => new(standard, null, []),
            };
        }

        private int? VariableDefault(GraphQLVariable variable)
        {
            foreach (var defined in operation!.Variables?.Items ?? [])
            {
                if (defined.Variable.Name == variable.Name && defined.DefaultValue is GraphQLIntValue value)
                {
                    return int.TryParse(value.Value.Span, out var written) ? written : int.MaxValue;
                }
            }
            return null;
        }
    }
}
