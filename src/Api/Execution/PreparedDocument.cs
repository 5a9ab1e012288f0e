using Billing.Api.Documents;
using Billing.Api.Limits;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Execution;

/// <summary>A document that is parsed and within the limits, with its operations.</summary>
internal sealed class PreparedDocument
{
    private readonly Lazy<string> hash;
    private readonly List<PreparedOperation> operations;

    public PreparedDocument(string text, GraphQLDocument document, ISchema schema, GatewayLimits limits)
    {
        Document = document;
        Text = text;
        hash = new(() => DocumentHash.Of(text));
        operations = [.. document.Definitions.OfType<GraphQLOperationDefinition>().Select(operation => new PreparedOperation(schema, document, operation, limits))];
    }

    /// <summary>As it was sent.</summary>
    public string Text { get; }

    public GraphQLDocument Document { get; }

    /// <summary>Places in the document are places in what the client sent.</summary>
    public bool KeepsPlaces { get; init; } = true;

    /// <summary>SHA-256 of the text, hexadecimal: names the document in logs.</summary>
    public string Hash => hash.Value;

    /// <summary>The library's validation found nothing: only variables are left to check next time.</summary>
    public bool IsValid { get; set; }

    /// <summary>The operation that a request means; null where its name fits none, or there are several and no name.</summary>
    public PreparedOperation? Operation(string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return operations.Find(operation => operation.Definition.Name is { } own && own.Value == name);
        }
        return operations.Count == 1 ? operations[0] : null;
    }
}
