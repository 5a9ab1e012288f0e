using Billing.Api.Limits;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Execution;

/// <summary>One operation of a document, with what it costs and, once the document is known to be valid, what is left to check of it.</summary>
internal sealed class PreparedOperation(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition definition, GatewayLimits limits)
{
    private const int LongestName = 80;

    private readonly Lazy<OperationPlan?> plan = new(() => OperationPlan.Of(schema, document, definition));

    public GraphQLOperationDefinition Definition { get; } = definition;

    public OperationType Type => Definition.Operation;

    /// <summary>As the document has it, cut: clients choose it, and it stands in logs and traces. Null where it has none.</summary>
    public string? Name { get; } = definition.Name?.StringValue is { } name ? name[..Math.Min(name.Length, LongestName)] : null;

    public OperationCost Cost { get; } = OperationCost.Plan(schema, document, definition, limits);

    /// <summary>Of a valid document only. Null where the library judges every request.</summary>
    public OperationPlan? Plan => plan.Value;
}
