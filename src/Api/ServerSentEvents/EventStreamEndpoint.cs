using Billing.Api.Connections;
using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Http;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Contracts;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.ServerSentEvents;

/// <summary>What all event streams share.</summary>
internal sealed record EventStreamParts(
    OperationRunner Runner, OpenConnections Connections, IGraphQLSerializer Serializer, ResponseWriter Answers, GatewayLimits Limits, TimeProvider Time);

/// <summary>Answers /graphql with a stream of events, one operation each. What is no request, or from nobody known, has an answer of its status instead.</summary>
internal sealed class EventStreamEndpoint(BearerToken tokens, EventStreamParts parts)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (await CallerAsync(context) is { } verdict && await RequestAsync(context) is { } request)
            {
                await StreamAsync(context, request, verdict);
            }
        }
        catch (Exception failure) when (context.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException)
        {
            // The client has gone: nobody is left to answer.
        }
    }

    private async Task StreamAsync(HttpContext context, OperationRequest request, TokenVerdict verdict)
    {
        var caller = verdict.Caller!;
        if (!parts.Connections.TryEnter(caller))
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, new(ApiErrorCode.RateLimited, "You have too many connections open."));
            return;
        }
        using var stream = new EventStream(context, parts, verdict.ExpiresAt);
        var added = false;
        try
        {
            added = parts.Connections.TryAdd(stream);
            if (added) await stream.RunAsync(request, caller);
            else await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, new(ApiErrorCode.Unavailable, "Try again later."));
        }
        finally
        {
            if (added) parts.Connections.Remove(stream);
            parts.Connections.Leave(caller);
        }
    }

    private async Task<TokenVerdict?> CallerAsync(HttpContext context)
    {
        try
        {
            var verdict = await tokens.ReadAsync(context.Request.Headers.Authorization);
            if (verdict.Caller is not null) return verdict;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(
                context, StatusCodes.Status401Unauthorized, new(ApiErrorCode.Unauthenticated, "Send a valid token: Authorization: Bearer …"));
        }
        catch (UnavailableException unavailable)
        {
            await parts.Answers.WriteFailureAsync(context, MediaTypes.Json, unavailable, context.TraceIdentifier);
        }
        return null;
    }

    private async Task<OperationRequest?> RequestAsync(HttpContext context)
    {
        try
        {
            if (HttpMethods.IsGet(context.Request.Method)) return RequestReader.Read(context.Request.Query);
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.Headers.Allow = "GET, POST";
                await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, new BadInputException("Event streams are asked for by GET or POST."));
            }
            else if (!MediaTypes.IsJson(context.Request) || !StringValues.IsNullOrEmpty(context.Request.Headers.ContentEncoding))
            {
                await RefuseAsync(
                    context, StatusCodes.Status415UnsupportedMediaType, new BadInputException($"Send {MediaTypes.Json} in UTF-8, not compressed."));
            }
            else if (await BoundedBody.ReadAsync(context.Request, parts.Limits.BodyBytes) is { } body)
            {
                return RequestReader.Read(body);
            }
            else
            {
                await RefuseAsync(
                    context, StatusCodes.Status413PayloadTooLarge, new TooComplexException($"A request may have at most {parts.Limits.BodyBytes} bytes."));
            }
        }
        catch (BadInputException error)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error);
        }
        return null;
    }

    private Task RefuseAsync(HttpContext context, int status, ApiException error) => parts.Answers.WriteErrorAsync(context, MediaTypes.Json, status, error);
}
