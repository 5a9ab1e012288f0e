using System.Globalization;
using Billing.Api.Errors;
using Billing.Api.Execution;
using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Billing.Api.Http;

/// <summary>Sends GraphQL answers with the status that their media type asks for.</summary>
internal sealed class ResponseWriter(IGraphQLSerializer serializer)
{
    public Task WriteAsync(HttpContext context, string mediaType, OperationOutcome outcome)
    {
        if (outcome.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return SendAsync(context, mediaType, StatusCodes.Status429TooManyRequests, outcome.Result);
        }
        // application/json is 200 for every well-formed request: old clients look at nothing else.
        var isOk = outcome.Started || mediaType == MediaTypes.Json;
        return SendAsync(context, mediaType, isOk ? StatusCodes.Status200OK : StatusOf(outcome.Result), outcome.Result);
    }

    /// <summary>The results of a batch, in its order: it was carried out, so its status is 200, whatever each came to.</summary>
    public Task WriteBatchAsync(HttpContext context, string mediaType, IReadOnlyList<ExecutionResult> results)
    {
        Head(context, mediaType, StatusCodes.Status200OK);
        return serializer.WriteAsync(context.Response.Body, results, context.RequestAborted);
    }

    /// <summary>A result with a status of its own.</summary>
    public Task WriteResultAsync(HttpContext context, string mediaType, int status, ExecutionResult result) => SendAsync(context, mediaType, status, result);

    /// <summary>An answer to what is no GraphQL request, or not from a known caller.</summary>
    public Task WriteErrorAsync(HttpContext context, string mediaType, int status, ApiException error)
    {
        var translated = ErrorTranslator.Translate(error, context.TraceIdentifier);
        return SendAsync(context, mediaType, status, new ExecutionResult { Errors = [translated] });
    }

    /// <summary>An answer where a call within failed: in words that tell nothing of the inside.</summary>
    public Task WriteFailureAsync(HttpContext context, string mediaType, Exception failure, string traceId)
    {
        var result = new ExecutionResult { Errors = [ErrorTranslator.OfException(failure, traceId)] };
        return SendAsync(context, mediaType, StatusOf(result), result);
    }

    private Task SendAsync(HttpContext context, string mediaType, int status, ExecutionResult result)
    {
        Head(context, mediaType, status);
        return serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }

    private static void Head(HttpContext context, string mediaType, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";   // JSON with < in it is no page
    }

    private static int StatusOf(ExecutionResult result) => result.Errors?.FirstOrDefault()?.Extensions?["code"] switch
    {
        ApiErrorCode.Internal => StatusCodes.Status500InternalServerError,
        ApiErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ApiErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };
}
