using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Contracts;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.Http;

/// <summary>/graphql by POST (one JSON request, or a batch where batches are allowed) and by GET (parameters of the address, queries only): one answer.</summary>
internal sealed class GraphQLHttp(OperationRunner runner, CallerCheck callers, ResponseWriter answers, GatewayLimits limits)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to answer.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var mediaType = MediaTypes.ForAnswer(context.Request);
        if (mediaType is null)
        {
            await Refuse(StatusCodes.Status406NotAcceptable, $"Accept {MediaTypes.GraphQLResponse} or {MediaTypes.Json}.");
            return;
        }
        var isPost = HttpMethods.IsPost(context.Request.Method);
        if (isPost && (!MediaTypes.IsJson(context.Request) || !StringValues.IsNullOrEmpty(context.Request.Headers.ContentEncoding)))
        {
            await Refuse(StatusCodes.Status415UnsupportedMediaType, $"Send {MediaTypes.Json} in UTF-8, not compressed.");
            return;
        }
        if (await CallerAsync(context, mediaType) is { } caller && await RequestsAsync(context, mediaType, isPost) is var (requests, isBatch) && requests is not null)
        {
            await (isBatch ? RunBatchAsync(context, mediaType, requests, caller) : RunAsync(context, mediaType, requests[0], caller, isPost));
        }

        Task Refuse(int status, string message) =>
            answers.WriteErrorAsync(context, mediaType ?? MediaTypes.Json, status, new BadInputException(message));
    }

    /// <returns>Null where the request is answered already.</returns>
    private async Task<Caller?> CallerAsync(HttpContext context, string mediaType)
    {
        try
        {
            if (await callers.CallerOfAsync(context.Request) is { } caller)
            {
                return caller;
            }
            context.Response.Headers.WWWAuthenticate = "Bearer";
            var error = new ApiException(ApiErrorCode.Unauthenticated, "Send a valid token: Authorization: Bearer …");
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status401Unauthorized, error);
        }
        catch (UnavailableException unavailable)
        {
            await answers.WriteFailureAsync(context, mediaType, unavailable, context.TraceIdentifier);
        }
        return null;
    }

    /// <inheritdoc cref="CallerAsync"/>
    private async Task<(IReadOnlyList<OperationRequest>? Requests, bool IsBatch)> RequestsAsync(HttpContext context, string mediaType, bool isPost)
    {
        try
        {
            if (!isPost)
            {
                return ([RequestReader.Read(context.Request.Query)], false);
            }
            if (await BoundedBody.ReadAsync(context.Request, limits.BodyBytes) is { } body)
            {
                return RequestReader.ReadMany(body, limits.BatchSize);
            }
            var error = new TooComplexException($"A request may have at most {limits.BodyBytes} bytes.");
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status413PayloadTooLarge, error);
        }
        catch (ApiException error) when (error is BadInputException or TooComplexException)
        {
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status400BadRequest, error);
        }
        return default;
    }

    /// <summary>One after the other, in their order: a mutation may rely on the one before it.</summary>
    private async Task RunBatchAsync(HttpContext context, string mediaType, IReadOnlyList<OperationRequest> requests, Caller caller)
    {
        var operation = ContextOf(context, caller) with { Budget = new(limits.Cost) };
        var results = new List<ExecutionResult>();
        foreach (var request in requests) results.Add((await runner.RunAsync(request, operation, context.RequestAborted)).Result);
        await answers.WriteBatchAsync(context, mediaType, results);
    }

    private async Task RunAsync(HttpContext context, string mediaType, OperationRequest request, Caller caller, bool isPost)
    {
        var operation = ContextOf(context, caller);
        if (!isPost) operation = operation with { Allowed = OperationKinds.Query };
        var outcome = await runner.RunAsync(request, operation, context.RequestAborted);
        if (outcome.WrongKind && !isPost)
        {
            context.Response.Headers.Allow = "POST";
            await answers.WriteResultAsync(context, mediaType, StatusCodes.Status405MethodNotAllowed, outcome.Result);
            return;
        }
        await answers.WriteAsync(context, mediaType, outcome);
    }

    private static OperationContext ContextOf(HttpContext context, Caller caller) =>
        new(caller, context.RequestServices, OperationRunner.TraceIdOf(context.TraceIdentifier)) { IsFromBrowser = BrowserCheck.IsBrowser(context.Request) };
}
