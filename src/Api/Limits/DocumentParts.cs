using Billing.Api.Errors;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Billing.Api.Limits;

/// <summary>How many of each thing a document writes, of which validation reports one by one, or compares each with all.</summary>
internal sealed class DocumentParts : IASTVisitorContext
{
    private static readonly Counter Visitor = new();

    private int spreads;
    private int directives;
    private int arguments;
    private int variables;

    public CancellationToken CancellationToken => CancellationToken.None;

    public static DocumentParts Of(GraphQLDocument document)
    {
        var parts = new DocumentParts();
        // The walk awaits nothing: it has ended when it returns.
        Visitor.VisitAsync(document, parts).AsTask().GetAwaiter().GetResult();
        return parts;
    }

    /// <exception cref="TooComplexException">There are more than a document may have.</exception>
    public void Check(GatewayLimits limits)
    {
        Refuse(spreads, limits.Spreads, "spreads of fragments");
        Refuse(directives, limits.Directives, "directives");
        Refuse(arguments, limits.Arguments, "arguments");
        Refuse(variables, limits.Variables, "variables in an operation");
    }

    private static void Refuse(int count, int limit, string what)
    {
        if (count > limit) throw new TooComplexException($"A document may have at most {limit} {what}.");
    }

    private sealed class Counter : ASTVisitor<DocumentParts>
    {
        public override ValueTask VisitAsync(ASTNode? node, DocumentParts parts)
        {
            switch (node)
            {
                case GraphQLFragmentSpread or GraphQLInlineFragment:
                    parts.spreads++;
                    break;
                case GraphQLDirective:
                    parts.directives++;
                    break;
                case GraphQLArgument:
                    parts.arguments++;
                    break;
                case GraphQLVariablesDefinition declared:
                    parts.variables = Math.Max(parts.variables, declared.Count);
                    break;
            }
            return base.VisitAsync(node, parts);
        }
    }
}
