using Billing.Api.Documents;
using Billing.Api.Errors;
using Billing.Api.Limits;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Billing.Api.Execution;

/// <summary>Measures and parses documents, and keeps those that were found valid, so that an operation that comes again costs only its execution.</summary>
internal sealed class PreparedDocuments(ISchema schema, GatewayLimits limits)
{
    /// <summary>A parsed document takes about this many times its text: measured on the tour's operations.</summary>
    private const long BytesEachCharacter = 20;

    private readonly GraphQLDocumentBuilder parser = new();
    private readonly BoundedCache<PreparedDocument> valid = new(limits.CachedDocumentBytes);

    /// <exception cref="ExecutionError">It is no document, or past a limit.</exception>
    public PreparedDocument Get(string text) => valid.Find(text) ?? Prepare(text);

    /// <summary>The library has validated it.</summary>
    public void Keep(PreparedDocument document)
    {
        document.IsValid = true;
        valid.Add(document.Text, document, document.Text.Length * BytesEachCharacter);
    }

    /// <summary>What is wrong with a document, and where, as <c>:3:14: …</c>; null where nothing is, and it is ready to be run.</summary>
    public async Task<string?> ProblemAsync(string text)
    {
        try
        {
            var document = Prepare(text);
            var result = await new DocumentValidator().ValidateAsync(new() { Schema = schema, Document = document.Document, Variables = Inputs.Empty, Extensions = Inputs.Empty });
            if (!result.IsValid) return Told(result.Errors[0]);
            Keep(document);
            return null;
        }
        catch (ExecutionError problem)
        {
            return Told(problem);
        }

        static string Told(ExecutionError problem) => (problem.Locations is [var place, ..] ? $":{place.Line}:{place.Column}: " : ": ") + problem.Message;
    }

    private PreparedDocument Prepare(string query)
    {
        var text = DocumentText.Of(query, limits);
        var document = Parse(text);
        DocumentLimits.Check(document, limits);
        return new PreparedDocument(query, document, schema, limits) { KeepsPlaces = text.KeepsPlaces };
    }

    private GraphQLDocument Parse(DocumentText text)
    {
        try
        {
            return parser.Build(text.Text);
        }
        catch (SyntaxError error) when (!text.KeepsPlaces)
        {
            throw new BadInputException(error.Message);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new TooComplexException($"Fields may be nested at most {limits.Depth} deep.");
        }
    }
}
