using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Http;
using Billing.Api.Security;

namespace Billing.Api.Documents;

/// <summary>Finds the text that a request means: its own, a trusted document's, or one that was sent before with its hash (automatic persisted queries).</summary>
internal sealed class DocumentSource(GatewayOptions options)
{
    private readonly BoundedCache<string> persisted = new(options.Limits.PersistedQueryBytes);

    /// <exception cref="ApiException">It names none, or one that the caller may not run.</exception>
    public string TextOf(OperationRequest request, OperationContext context)
    {
        if (request.DocumentId is { } id)
        {
            if (request.Query is not null || request.PersistedHash is not null) throw new BadInputException("Send a documentId or a query.", "documentId");
            return options.TrustedDocuments.Find(id) ?? throw new BadInputException("There is no document of this id.", "documentId");
        }
        var text = request.PersistedHash is { } hash ? Persisted(hash, request.Query) : request.Query!;
        if (MustBeTrusted(context) && !options.TrustedDocuments.Has(text))
            throw new ApiException(ApiErrorCode.Forbidden, "Only documents that this service was given are run here: send a documentId.");
        return text;
    }

    /// <summary>It was found valid: the next request may send its hash alone.</summary>
    public void Keep(OperationRequest request)
    {
        if (request is { PersistedHash: { } hash, Query: { } text }) persisted.Add(hash.ToLowerInvariant(), text, 2 * text.Length);
    }

    private string Persisted(string hash, string? text)
    {
        if (!DocumentHash.IsOne(hash)) throw new BadInputException("sha256Hash must be 64 hexadecimal digits.", "extensions.persistedQuery.sha256Hash");
        var key = hash.ToLowerInvariant();
        if (text is null) return options.TrustedDocuments.Find(key) ?? persisted.Find(key) ?? throw new PersistedQueryNotFoundException();
        return DocumentHash.Of(text) == key
            ? text : throw new BadInputException("sha256Hash is not the query's hash.", "extensions.persistedQuery.sha256Hash");
    }

    private bool MustBeTrusted(OperationContext context) => options.TrustedOnly switch
    {
        TrustedOnly.All => true,
        TrustedOnly.Browsers => context.IsFromBrowser && context.Caller.Role != Role.Staff,
        _ => false,
    };
}
