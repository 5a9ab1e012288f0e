using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.Http;

/// <summary>POST /graphql: one JSON request, one answer.</summary>
internal sealed class GraphQLPost(OperationRunner runner, CallerCheck callers, ResponseWriter answers, GatewayLimits limits)
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
        if (!MediaTypes.IsJson(context.Request) || !StringValues.IsNullOrEmpty(context.Request.Headers.ContentEncoding))
        {
            await Refuse(StatusCodes.Status415UnsupportedMediaType, $"Send {MediaTypes.Json} in UTF-8, not compressed.");
            return;
        }
        if (await callers.CallerOfAsync(context.Request) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            var error = new ApiException(ApiErrorCode.Unauthenticated, "Send a valid token: Authorization: Bearer …");
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status401Unauthorized, error);
            return;
        }
        if (await BoundedBody.ReadAsync(context.Request, limits.BodyBytes) is not { } body)
        {
            var error = new TooComplexException($"A request may have at most {limits.BodyBytes} bytes.");
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status413PayloadTooLarge, error);
            return;
        }
        OperationRequest request;
        try
        {
            request = RequestReader.Read(body);
        }
        catch (BadInputException error)
        {
            await answers.WriteErrorAsync(context, mediaType, StatusCodes.Status400BadRequest, error);
            return;
        }
        var traceId = OperationRunner.TraceIdOf(context.TraceIdentifier);
        var outcome = await runner.RunAsync(request, new(caller, context.RequestServices, traceId), context.RequestAborted);
        await answers.WriteAsync(context, mediaType, outcome);

        Task Refuse(int status, string message) =>
            answers.WriteErrorAsync(context, mediaType ?? MediaTypes.Json, status, new BadInputException(message));
    }
}
