using System.Collections.Concurrent;
using System.Text;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Faults;
using Billing.StripeSimulator.Idempotency;
using Billing.StripeSimulator.Persistence;
using Billing.StripeSimulator.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Billing.StripeSimulator.Http;

/// <summary>Computes a call's answer and changes. Runs alone: no two handlers at a time.</summary>
internal delegate Answer Handler(Call call);

/// <summary>The way of every call: key, fault, idempotency, execution, log, answer.</summary>
internal sealed partial class Gateway(
    SimulatorOptions options, Store store, FaultPlan faults, WebhookSender webhooks, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    /// <summary>What Stripe.net 53.1.0 speaks; used for what the cardholder does, until a caller has named its own.</summary>
    private const string DefaultApiVersion = "2026-10-28.endive";

    private static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, bool> running = new(StringComparer.Ordinal);
    private volatile string apiVersion = DefaultApiVersion;

    public void Get(IEndpointRouteBuilder routes, string pattern, Handler handler) => routes.MapGet(pattern, http => RunAsync(http, handler));

    public void Post(IEndpointRouteBuilder routes, string pattern, Handler handler) => routes.MapPost(pattern, http => RunAsync(http, handler));

    /// <summary>Maps what a cardholder or a bank would do: no key, no faults. A browser's form is sent back to the page it came from.</summary>
    public void Play(IEndpointRouteBuilder routes, string pattern, Handler handler) => routes.MapPost(pattern, async http =>
    {
        var call = NewCall(http, await Wire.ReadFormOrJsonAsync(http), key: null);
        var answer = Execute(call, handler, Fault.None, stored: null);
        if (answer.Status == 200 && http.Request.HasFormContentType)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = "/";
            return;
        }

        await Wire.WriteAsync(http, answer);
    });

    /// <summary>Reads objects for a page or a list of the simulator's own, between two calls.</summary>
    public T Read<T>(Func<Store, T> read)
    {
        lock (gate)
        {
            return read(store);
        }
    }

    public async Task RunAsync(HttpContext http, Handler handler)
    {
        var fault = faults.Take(http.Request.Method, http.Request.Path.Value ?? "");
        if (fault.Kind is FaultKind.TimeoutBeforeEffect or FaultKind.HangBeforeEffect)
        {
            await BreakOffAsync(http, fault);
            return;
        }

        var answer = await AnswerAsync(http, handler, fault);
        if (fault.Kind is FaultKind.TimeoutAfterEffect or FaultKind.HangAfterEffect)
        {
            await BreakOffAsync(http, fault);
            return;
        }

        await Wire.WriteAsync(http, answer);
    }

    private async Task<Answer> AnswerAsync(HttpContext http, Handler handler, Fault fault)
    {
        http.Response.Headers["Request-Id"] = http.TraceIdentifier = Call.NewId("req");
        if (Authorization.Refuse(http.Request, options.ApiKey) is { } refused)
        {
            return refused;
        }

        if (fault.Kind == FaultKind.TooManyRequests)
        {
            return Answer.Of(429, new Error
            {
                Type = "invalid_request_error", Code = "rate_limit", Message = "Request rate limit exceeded. You can retry this request.",
            });
        }

        try
        {
            var form = await Wire.ReadFormAsync(http);
            var key = HttpMethods.IsPost(http.Request.Method) ? http.Request.Headers["Idempotency-Key"].ToString() : "";
            return key.Length == 0
                ? await ExecuteAsync(NewCall(http, form, key: null), handler, fault, keyed: null)
                : await AnswerOnceAsync(http, NewCall(http, form, key), handler, fault);
        }
        catch (Refusal refusal)
        {
            return refusal.Answer;
        }
    }

    /// <summary>Under a key: the stored answer, or the only execution there will be for a day.</summary>
    private async Task<Answer> AnswerOnceAsync(HttpContext http, Call call, Handler handler, Fault fault)
    {
        var key = call.IdempotencyKey!;
        if (key.Length > StoredAnswer.MaximumKeyLength)
        {
            return Wire.BadRequest($"Idempotency keys can be at most {StoredAnswer.MaximumKeyLength} characters.");
        }

        http.Response.Headers["Idempotency-Key"] = key;
        if (!running.TryAdd(key, true))
        {
            return Answer.Of(409, new Error
            {
                Type = "invalid_request_error",
                Code = "idempotency_key_in_use",
                Message = $"There is currently another in-progress request using this Stripe Idempotent Key: {key}",
            });
        }

        try
        {
            var keyed = new StoredAnswer(key, $"{http.Request.Method} {http.Request.Path}", StoredAnswer.FingerprintOf(call.Form), call.Now, 0, "");
            if (Read(known => known.FindAnswer(key, call.Now)) is not { } stored)
            {
                return await ExecuteAsync(call, handler, fault, keyed);
            }

            if (stored.Mismatch(keyed.Endpoint, keyed.Fingerprint) is { } mismatch)
            {
                return mismatch;
            }

            http.Response.Headers["Idempotent-Replayed"] = "true";
            return fault.Kind == FaultKind.ServerError ? ServerError : stored.Answer;
        }
        finally
        {
            running.TryRemove(key, out _);
        }
    }

    private async Task<Answer> ExecuteAsync(Call call, Handler handler, Fault fault, StoredAnswer? keyed)
    {
        if (fault.Kind == FaultKind.Delay)
        {
            await Task.Delay(fault.Delay, clock, stopping);
        }

        return Execute(call, handler, fault, keyed);
    }

    private Answer Execute(Call call, Handler handler, Fault fault, StoredAnswer? stored)
    {
        lock (gate)
        {
            var (answer, changes, isKept) = Decide(call, handler, fault);
            try
            {
                store.Commit(changes, isKept && stored is not null
                    ? stored with { Status = answer.Status, Body = Encoding.UTF8.GetString(answer.Body) }
                    : null);
            }
            catch (IOException e)
            {
                LogWriteFailed(e);
                return ServerError;
            }

            webhooks.Send(changes.OfType<Event>());
            return answer;
        }
    }

    /// <summary>The answer with what it changes: a refusal changes nothing, a decline does.</summary>
    private static (Answer Answer, IReadOnlyList<Resource> Changes, bool IsKept) Decide(Call call, Handler handler, Fault fault)
    {
        var isServerError = fault.Kind == FaultKind.ServerError;
        if (isServerError && !fault.IsAfterEffect)
        {
            return (ServerError, [], true);
        }

        try
        {
            var answer = handler(call);
            return (isServerError ? ServerError : answer, call.Changes, true);
        }
        catch (Refusal refusal)
        {
            return (isServerError ? ServerError : refusal.Answer, [], isServerError || refusal.IsKept);
        }
    }

    private static Answer ServerError => Answer.Of(500, new Error
    {
        Type = "api_error", Message = "Sorry! There was an error while talking to one of our backends.",
    });

    private Call NewCall(HttpContext http, Form form, string? key)
    {
        var requested = http.Request.Headers["Stripe-Version"].ToString() is { Length: > 0 } named ? named : null;
        apiVersion = requested ?? apiVersion;

        return new(store, clock.GetUtcNow().ToUnixTimeSeconds())
        {
            Form = form,
            Id = http.Request.RouteValues["id"] as string ?? "",
            Origin = $"{http.Request.Scheme}://{http.Request.Host}",
            RequestId = http.TraceIdentifier,
            IdempotencyKey = key,
            RequestedVersion = requested,
            ApiVersion = apiVersion,
        };
    }

    /// <summary>The caller gets no answer: at once, or when it gives up waiting.</summary>
    private async Task BreakOffAsync(HttpContext http, Fault fault)
    {
        if (fault.Kind is FaultKind.HangBeforeEffect or FaultKind.HangAfterEffect)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
            await Task.Delay(LongestHang, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        http.Abort();
    }

    [LoggerMessage(4101, LogLevel.Error, "The simulator's state could not be written; the call was answered with 500 and changed nothing")]
    private partial void LogWriteFailed(Exception exception);
}
