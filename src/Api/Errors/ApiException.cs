using GraphQL;

namespace Billing.Api.Errors;

/// <summary>What a resolver throws to answer with one of GraphQL's own errors. Its message is for people and reaches the client.</summary>
public class ApiException : ExecutionError
{
    /// <param name="code">One of <see cref="ApiErrorCode"/>.</param>
    /// <param name="field">The argument or input field that is to blame, as a client wrote it: <c>first</c>, <c>input.name</c>.</param>
    public ApiException(string code, string message, string? field = null)
        : base(message)
    {
        Code = code;
        Field = field;
    }

    public string? Field { get; }
}

/// <summary>Does not exist, or the caller may not know that it does: both have the same words.</summary>
public sealed class NotFoundException(string what) : ApiException(ApiErrorCode.NotFound, $"There is no such {what}.")
{
    public static NotFoundException Organization => new("organization");

    public static NotFoundException Account => new("account");
}

/// <summary>The caller sees the object but lacks the right for this field.</summary>
public sealed class ForbiddenException() : ApiException(ApiErrorCode.Forbidden, "You do not have permission for this.");

/// <summary>An argument that no rule needs to look at: it cannot be right.</summary>
public sealed class BadInputException(string message, string? field = null) : ApiException(ApiErrorCode.BadUserInput, message, field);

/// <summary>A rule refuses a preview: what a purchase would answer in its payload, a query answers as an error.</summary>
public sealed class RuleRefusedException(Domain.Organizations.RuleError refusal)
    : ApiException(ApiErrorCode.BadUserInput, refusal.Message, refusal.Field)
{
    /// <summary>The rule's code by its name in the schema.</summary>
    public string Rule { get; } = Billing.Contracts.Serialization.Names.Of(refusal.Code);
}

/// <summary>The hash of a document that was not sent before, or not lately. Message and code are those that clients of the protocol know.</summary>
public sealed class PersistedQueryNotFoundException() : ApiException(ApiErrorCode.PersistedQueryNotFound, "PersistedQueryNotFound");

/// <summary>Past a limit of size, depth, count or cost.</summary>
public sealed class TooComplexException(string message) : ApiException(ApiErrorCode.TooComplex, message)
{
    /// <summary>Where it is the cost that is too high.</summary>
    internal Limits.CostReport? Cost { get; init; }
}
