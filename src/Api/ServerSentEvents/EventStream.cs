using System.Text;
using Billing.Api.Connections;
using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Http;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NodaTime;

namespace Billing.Api.ServerSentEvents;

/// <summary>
/// One operation's results as server-sent events (graphql-sse, distinct connections). A stream that ends with <c>complete</c> has told
/// everything; one that ends without it (the token has expired, the service stops) is to be asked for again.
/// </summary>
internal sealed class EventStream : IOpenConnection, IDisposable
{
    private readonly HttpContext http;
    private readonly EventStreamParts parts;
    private readonly StreamLimits limits;
    private readonly Instant expiresAt;
    private readonly Outgoing outgoing;
    private readonly CancellationTokenSource leaving;
    private readonly Lock gate = new();
    private volatile bool started;
    private volatile bool isSubscription;
    private volatile bool draining;
    private long written;
    private long endedAt;       // 0 for not yet
    private volatile bool slow;
    private bool isOver;

    public EventStream(HttpContext http, EventStreamParts parts, Instant expiresAt)
    {
        (this.http, this.parts, this.expiresAt, limits) = (http, parts, expiresAt, parts.Limits.Streams);
        outgoing = new(parts.Time);
        leaving = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    }

    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task RunAsync(OperationRequest request, Caller caller)
    {
        try
        {
            var kinds = OperationKinds.Query | OperationKinds.Subscription;
            if (!HttpMethods.IsGet(http.Request.Method)) kinds |= OperationKinds.Mutation;
            var context = new OperationContext(caller, http.RequestServices, OperationRunner.TraceIdOf(http.TraceIdentifier))
            {
                Allowed = kinds,
                IsFromBrowser = BrowserCheck.IsBrowser(http.Request),
                ResumeAfter = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } cursor] ? cursor : null,
            };
            await TellAsync(await parts.Runner.RunAsync(request, context, leaving.Token));
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            if (slow) await SayFarewellAsync();
        }
        finally
        {
            await outgoing.EndAsync();
            lock (gate) isOver = true;
        }
    }

    public void Look(Moment now)
    {
        if (Volatile.Read(ref endedAt) is not 0 and var ended)
        {
            if (Passed(ended, limits.FarewellTime)) Cut();
        }
        else if (outgoing.IsStuck(now.Timestamp, limits.SlowAfter))
        {
            slow = true;
            End(now.Timestamp);
        }
        else if (isSubscription && (draining || now.Wall >= expiresAt))
        {
            End(now.Timestamp);
        }
        else if (started && Passed(Volatile.Read(ref written), limits.HeartbeatAfter))
        {
            _ = WriteIfThereAsync(":\n\n"u8.ToArray());
        }

        bool Passed(long since, TimeSpan longest) => parts.Time.GetElapsedTime(since, now.Timestamp) >= longest;
    }

    /// <summary>A subscription ends at once, a query or mutation may finish.</summary>
    public void Drain()
    {
        draining = true;
        if (isSubscription) End(parts.Time.GetTimestamp());
    }

    public void Dispose() => leaving.Dispose();

    private void End(long now)
    {
        if (Interlocked.CompareExchange(ref endedAt, now == 0 ? 1 : now, 0) == 0) _ = leaving.CancelAsync();
    }

    private void Cut()
    {
        lock (gate)
        {
            if (!isOver) http.Abort();  // afterwards the server may use the context for another request
        }
    }

    private async Task TellAsync(OperationOutcome outcome)
    {
        if (outcome.WrongKind)
        {
            http.Response.Headers.Allow = "POST";
            await parts.Answers.WriteErrorAsync(
                http, MediaTypes.Json, StatusCodes.Status405MethodNotAllowed, new BadInputException("Mutations are sent by POST."));
            return;
        }
        isSubscription = outcome.Stream is not null;
        await StartAsync();
        if (outcome.Stream is null)
        {
            await WriteNextAsync(outcome.Result, null);
        }
        else
        {
            if (draining) End(parts.Time.GetTimestamp());
            await TellAsync(outcome.Stream);
        }
        await WriteAsync("event: complete\ndata:\n\n"u8.ToArray());
    }

    private async Task TellAsync(IAsyncEnumerable<StreamedResult> stream)
    {
        await foreach (var (result, cursor) in stream)
        {
            await WriteNextAsync(result, cursor);
        }
    }

    /// <summary>Never fails: a stream that was opened has to be read, or it stays open.</summary>
    private Task StartAsync()
    {
        // The slow have a rule of their own, and it tells them.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace) pace.MinDataRate = null;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = EventStreamRequest.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        started = true;
        return WriteIfThereAsync("retry: 1000\n\n"u8.ToArray());
    }

    private Task WriteNextAsync(ExecutionResult result, string? cursor) => outgoing.SendAsync(
        async () =>
        {
            await using var message = new PooledStream();
            message.Write("event: next\n"u8);
            if (cursor is not null) message.Write(Encoding.UTF8.GetBytes($"id: {cursor}\n"));
            message.Write("data: "u8);
            await parts.Serializer.WriteAsync(message, result);
            message.Write("\n\n"u8);
            await WriteNowAsync(message.Written);
        },
        leaving.Token);

    private Task WriteAsync(ReadOnlyMemory<byte> text) => outgoing.SendAsync(() => WriteNowAsync(text), leaving.Token);

    private async Task WriteNowAsync(ReadOnlyMemory<byte> text)
    {
        await http.Response.BodyWriter.WriteAsync(text);
        Volatile.Write(ref written, parts.Time.GetTimestamp());
    }

    /// <summary>Writes what may be left out: where something else leaves, or nobody is there.</summary>
    private async Task WriteIfThereAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            await outgoing.TrySendAsync(() => WriteNowAsync(text));
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The client has gone: the stream itself notices as well.
        }
    }

    private Task SayFarewellAsync() => outgoing.SendAsync(async () =>
    {
        await using var message = new PooledStream();
        message.Write("event: next\ndata: "u8);
        await parts.Serializer.WriteAsync(message, new ExecutionResult { Errors = [SlowConsumerError.Make()] });
        message.Write("\n\nevent: complete\ndata:\n\n"u8);
        await WriteNowAsync(message.Written);
    });
}
