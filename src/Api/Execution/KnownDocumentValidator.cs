using Billing.Api.Security;
using GraphQL.Validation;

namespace Billing.Api.Execution;

/// <summary>The library's validation, spared where an operation's document was found valid before and its plan can judge the rest.</summary>
internal sealed class KnownDocumentValidator : IDocumentValidator
{
    private readonly DocumentValidator library = new();

    public Task<IValidationResult> ValidateAsync(in ValidationOptions options) =>
        (options.UserContext as CallerContext)?.Plan?.Check(options.Variables) is { } result ? Task.FromResult(result) : library.ValidateAsync(options);
}
