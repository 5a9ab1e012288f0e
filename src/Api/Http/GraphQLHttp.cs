using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.Http;

/// <summary>/graphql by POST (one JSON request) and by GET (parameters of the address, queries only): one answer.</summary>
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
        if (await CallerAsync(context, mediaType) is { } caller && await RequestAsync(context, mediaType, isPost) is { } request)
        {
            await RunAsync(context, mediaType, request, caller, isPost);
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
    private async Task<OperationRequest?> RequestAsync(HttpContext context, string mediaType, bool isPost)
    {
        try
        {
            if (!isPost)
            {
                return RequestReader.Read(context.Request.Query);
            }
            if (await BoundedBody.ReadAsync(context.Request, limits.BodyBytes) is { } body)
            {
                return RequestReader.Read(body);
            }
            var error = new TooComplexException($"A request may have at most {limits.BodyBytes} bytes.");
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status413PayloadTooLarge, error);
        }
        catch (BadInputException error)
        {
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status400BadRequest, error);
        }
        return null;
    }

    private async Task RunAsync(HttpContext context, string mediaType, OperationRequest request, Caller caller, bool isPost)
    {
        var traceId = OperationRunner.TraceIdOf(context.TraceIdentifier);
        var operation = new OperationContext(caller, context.RequestServices, traceId)
        {
            Allowed = isPost ? OperationKinds.Query | OperationKinds.Mutation : OperationKinds.Query,
        };
        var outcome = await runner.RunAsync(request, operation, context.RequestAborted);
        if (outcome.WrongKind && !isPost)
        {
            context.Response.Headers.Allow = "POST";
            await answers.WriteResultAsync(context, mediaType, StatusCodes.Status405MethodNotAllowed, outcome.Result);
            return;
        }
        await answers.WriteAsync(context, mediaType, outcome);
    }
}
