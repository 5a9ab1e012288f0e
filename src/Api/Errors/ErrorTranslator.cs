using Billing.Api.Limits;
using Billing.Api.Scalars;
using Billing.Contracts;
using Billing.Contracts.ReadModel;
using GraphQL;
using GraphQL.Execution;
using Orleans.Runtime;

namespace Billing.Api.Errors;

/// <summary>Turns whatever went wrong into what a client may see: a message, a code of <see cref="ApiErrorCode"/>, the place, and nothing internal.</summary>
internal static class ErrorTranslator
{
    /// <summary>The library quotes what it refuses, whatever its length.</summary>
    private const int LongestMessage = 500;

    /// <summary>The first errors of a result, translated; the others are only counted away.</summary>
    public static ExecutionErrors Translate(ExecutionErrors errors, GatewayLimits limits, string traceId, bool withPlaces = true)
    {
        var translated = new ExecutionErrors();
        foreach (var error in errors.Take(limits.Errors))
        {
            translated.Add(Translate(error, traceId, withPlaces));
        }
        return translated;
    }

    /// <param name="withPlaces">Its lines and columns are those of what the client sent.</param>
    public static ExecutionError Translate(ExecutionError error, string traceId, bool withPlaces = true)
    {
        var answer = error switch
        {
            ApiException known => Known(known),
            UnhandledError { InnerException: { } cause } => OfException(cause, traceId),
            DocumentError or RequestError => Of(ApiErrorCode.BadUserInput, MessageOf(error)),
            _ => Internal(traceId),
        };
        answer.Path = error.Path;
        foreach (var location in withPlaces ? error.Locations ?? [] : [])
        {
            answer.AddLocation(location);
        }
        return answer;
    }

    /// <summary>An exception that no resolver meant to throw.</summary>
    public static ExecutionError OfException(Exception cause, string traceId) => cause switch
    {
        ApiException known => Known(known),
        UnavailableException told => Of(ApiErrorCode.Unavailable, told.Message),
        _ when IsUnavailable(cause) => Unavailable(),
        _ => Internal(traceId),
    };

    /// <summary>Whether it was done is not known: the same words, whatever the cause.</summary>
    public static ExecutionError Unavailable() =>
        Of(ApiErrorCode.Unavailable, "The service cannot answer right now. Try again, with the same idempotency key.");

    /// <summary>The world's failures that pass: what a grain has said so of, a silo that is gone, a call that took too long (Orleans lets them out of any grain call), a
    /// database that does not answer.</summary>
    public static bool IsUnavailable(Exception cause) => cause is UnavailableException or TimeoutException or OrleansException or OperationCanceledException or JournalUnavailableException;

    /// <summary>The library says that a value does not fit; our scalars say what would.</summary>
    private static string MessageOf(ExecutionError error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is ScalarFormatException)
            {
                return $"{error.Message}. {cause.Message}";
            }
        }
        return error.Message;
    }

    private static ExecutionError Known(ApiException known)
    {
        var answer = Of(known.Code!, known.Message);
        if (known.Field is { } field)
        {
            answer.Extensions!["field"] = field;
        }
        if (known is RuleRefusedException refused)
        {
            answer.Extensions!["rule"] = refused.Rule;
        }
        if (known is TooComplexException { Cost: { } cost })
        {
            answer.Extensions!["cost"] = cost.AsExtension();
        }
        return answer;
    }

    private static ExecutionError Internal(string traceId)
    {
        var answer = Of(ApiErrorCode.Internal, "Something went wrong on our side.");
        answer.Extensions!["traceId"] = traceId;
        return answer;
    }

    private static ExecutionError Of(string code, string message) =>
        new(message.Length > LongestMessage ? message[..LongestMessage] + "…" : message) { Extensions = new Dictionary<string, object?> { ["code"] = code } };
}
