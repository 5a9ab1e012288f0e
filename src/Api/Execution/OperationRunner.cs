using System.Diagnostics;
using System.Runtime.CompilerServices;
using Billing.Api.Documents;
using Billing.Api.Errors;
using Billing.Api.Limits;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using Billing.Api.Telemetry;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Logging;

namespace Billing.Api.Execution;

/// <summary>Runs one operation for one caller: limits, parse, limits, validation (once per document), cost, execution in bounded time.
/// Nothing but a canceled request leaves it as an exception.</summary>
internal sealed partial class OperationRunner(
    ISchema schema, GatewayLimits limits, Admission admission, DocumentSource source, PreparedDocuments documents, TimeProvider time, ILogger<OperationRunner> logger)
{
    private readonly DocumentExecuter executer = new(new GraphQLDocumentBuilder(), new KnownDocumentValidator());

    /// <param name="cancellationToken">The caller has gone, or, for an open subscription, wants no more of it.</param>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public Task<OperationOutcome> RunAsync(OperationRequest request, OperationContext context, CancellationToken cancellationToken) =>
        OperationWatch.Begin() is { } watch ? RunWatchedAsync(request, context, watch, cancellationToken) : RunAsync(request, context, null, cancellationToken);

    private async Task<OperationOutcome> RunWatchedAsync(
        OperationRequest request, OperationContext context, OperationWatch watch, CancellationToken cancellationToken)
    {
        using (watch)
        {
            var outcome = await RunAsync(request, context, watch, cancellationToken);
            watch.End(outcome);
            return outcome;
        }
    }

    private async Task<OperationOutcome> RunAsync(OperationRequest request, OperationContext context, OperationWatch? watch, CancellationToken cancellationToken)
    {
        PreparedDocument? document = null;
        PreparedOperation? operation = null;
        try
        {
            admission.Begin(context.Caller);
            document = documents.Get(source.TextOf(request, context));
            operation = document.Operation(request.OperationName) ?? throw NoOperation(request.OperationName);
            if (!context.Allowed.HasFlag(KindOf(operation)))
            {
                return Refused(ErrorTranslator.Translate(WrongKind(operation), context.TraceId)) with { WrongKind = true };
            }
            var cost = new CostReport(operation.Cost.Of(request.Variables), limits.Cost);
            watch?.Is(document, operation, cost.Operation);
            if (cost.IsTooMuch) throw cost.Refusal();
            context.Budget?.Spend(cost);
            using var place = operation.Type == OperationType.Subscription ? null : admission.Enter(context.Caller);
            var run = new Run(request, document, operation, context, cost);
            return operation.Type == OperationType.Subscription
                ? await SubscribeAsync(run, cancellationToken)
                : await ExecuteAsync(run, cancellationToken);
        }
        catch (ExecutionError refusal)
        {
            return Refused(ErrorTranslator.Translate(refusal, context.TraceId)) with { RetryAfter = (refusal as RateLimitedException)?.RetryAfter };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log(failure, operation?.Name, document?.Hash, null, context.TraceId);
            return Refused(ErrorTranslator.OfException(failure, context.TraceId));
        }
    }

    private async Task<OperationOutcome> ExecuteAsync(Run run, CancellationToken cancellationToken)
    {
        var allowed = run.Operation.Type == OperationType.Mutation ? limits.MutationTime : limits.QueryTime;
        using var tooLate = new CancellationTokenSource(allowed, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        try
        {
            // A resolver may not look at the token: its caller is answered all the same, and it ends by itself.
            var result = await executer.ExecuteAsync(Options(run, either.Token)).WaitAsync(either.Token);
            if (result.Executed) result.Extensions = new() { ["cost"] = run.Cost.AsExtension() };
            return Answer(run, result);
        }
        catch (OperationCanceledException) when (tooLate.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTooSlow(logger, run.Operation.Name, run.Document.Hash, (int)allowed.TotalSeconds, run.Context.TraceId);
            return Refused(ErrorTranslator.Unavailable());
        }
    }

    /// <summary>Opening it has a query's time; after that it stays open until its caller, its source or its rights end it.</summary>
    private async Task<OperationOutcome> SubscribeAsync(Run run, CancellationToken cancellationToken)
    {
        var flow = new SubscriptionFlow();
        var open = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opened = false;
        try
        {
            using var tooLate = new CancellationTokenSource(limits.QueryTime, time);
            var options = Options(run, open.Token);
            options.UserContext = new CallerContext(run.Context.Caller) { Plan = run.Plan, Flow = flow, ResumeAfter = run.Context.ResumeAfter };
            var result = await executer.ExecuteAsync(options).WaitAsync(tooLate.Token);
            var outcome = Answer(run, result);
            opened = outcome.Result.Streams is { Count: 1 };
            return opened
                ? outcome with { Stream = StreamAsync(run, flow, outcome.Result.Streams!.Values.Single(), open, cancellationToken) }
                : new(new ExecutionResult { Errors = outcome.Result.Errors }, Started: false);  // there is no event, so there is no data
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTooSlow(logger, run.Operation.Name, run.Document.Hash, (int)limits.QueryTime.TotalSeconds, run.Context.TraceId);
            return Refused(ErrorTranslator.Unavailable());
        }
        finally
        {
            if (!opened) End(open, flow);
        }
    }

    private async IAsyncEnumerable<StreamedResult> StreamAsync(
        Run run, SubscriptionFlow flow, IObservable<ExecutionResult> pushed, CancellationTokenSource open,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GatewayMetrics.SubscriptionOpened();
        try
        {
            await using var leaving = cancellationToken.Register(open.Cancel);
            await foreach (var result in flow.ReadAsync(pushed, result => Answer(run, result).Result, open.Token)) yield return result;
        }
        finally
        {
            GatewayMetrics.SubscriptionEnded();
            End(open, flow);
        }
    }

    private static void End(CancellationTokenSource open, SubscriptionFlow flow)
    {
        open.Cancel();
        open.Dispose();
        flow.Dispose();
    }

    private ExecutionOptions Options(Run run, CancellationToken cancellationToken) => new()
    {
        Schema = schema,
        Document = run.Document.Document,
        OperationName = run.Request.OperationName,
        Variables = run.Request.Variables,
        ValidationRules = run.Document.IsValid ? [] : DocumentValidator.CoreRules,
        UserContext = new CallerContext(run.Context.Caller) { Plan = run.Plan },
        RequestServices = run.Context.Services,
        UnhandledExceptionDelegate = context =>
        {
            run.Failed(context.OriginalException);
            return Task.CompletedTask;
        },
        CancellationToken = cancellationToken,
    };

    private OperationOutcome Answer(Run run, ExecutionResult result)
    {
        if (result.Executed) source.Keep(run.Request);
        if (result.Executed && !run.Document.IsValid)
        {
            documents.Keep(run.Document);
        }
        if (run.TakeFailures() is ({ } failure, var failures))
        {
            Log(failure, run.Operation.Name, run.Document.Hash, failures, run.Context.TraceId);
        }
        if (result.Errors is { Count: > 0 } errors)
        {
            result.Errors = ErrorTranslator.Translate(errors, limits, run.Context.TraceId, withPlaces: run.Document.KeepsPlaces);
        }
        return new(result, result.Executed);
    }

    private static OperationOutcome Refused(ExecutionError error) => new(new ExecutionResult { Errors = [error] }, Started: false);

    private static BadInputException NoOperation(string? name) => new(
        string.IsNullOrEmpty(name) ? "Say in operationName which of the document's operations to run." : "The document has no operation of this name.",
        "operationName");

    private static OperationKinds KindOf(PreparedOperation operation) => operation.Type switch
    {
        OperationType.Mutation => OperationKinds.Mutation,
        OperationType.Subscription => OperationKinds.Subscription,
        _ => OperationKinds.Query,
    };

    private static BadInputException WrongKind(PreparedOperation operation) => new(operation.Type == OperationType.Subscription
        ? "Subscriptions come over WebSocket (graphql-transport-ws) or as server-sent events (Accept: text/event-stream)."
        : "GET runs queries only: send this by POST.");

    public static string TraceIdOf(string fallback) => Activity.Current?.TraceId.ToHexString() ?? fallback;

    /// <summary>That something does not answer is expected while a process or a database is away, and told by whoever noticed: it must not bury our own mistakes.</summary>
    private void Log(Exception failure, string? operation, string? documentHash, int? failures, string traceId)
    {
        if (ErrorTranslator.IsUnavailable(failure)) LogUnavailable(logger, operation, documentHash, failure.Message, traceId);
        else LogFailure(logger, failure, operation, documentHash, failures, traceId);
    }

    [LoggerMessage(5104, LogLevel.Warning, "Operation {Operation} of document {DocumentHash} was answered UNAVAILABLE ({Reason}), trace {TraceId}")]
    private static partial void LogUnavailable(ILogger logger, string? operation, string? documentHash, string reason, string traceId);

    [LoggerMessage(5101, LogLevel.Error, "Operation {Operation} of document {DocumentHash} failed in {Failures} fields, trace {TraceId}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string? operation, string? documentHash, int? failures, string traceId);

    [LoggerMessage(5102, LogLevel.Warning, "Operation {Operation} of document {DocumentHash} took longer than {Seconds} s, trace {TraceId}")]
    private static partial void LogTooSlow(ILogger logger, string? operation, string documentHash, int seconds, string traceId);

    private sealed record Run(
        OperationRequest Request, PreparedDocument Document, PreparedOperation Operation, OperationContext Context, CostReport Cost)
    {
        /// <summary>As of the run's beginning: whoever finds the document valid meanwhile has no part in this one.</summary>
        public OperationPlan? Plan { get; } = Document.IsValid ? Operation.Plan : null;

        private Exception? first;
        private int failures;

        public void Failed(Exception failure)
        {
            Interlocked.CompareExchange(ref first, failure, null);
            Interlocked.Increment(ref failures);
        }

        /// <summary>The first failure since the last call, and how many there were.</summary>
        public (Exception? First, int Failures) TakeFailures() => (Interlocked.Exchange(ref first, null), Interlocked.Exchange(ref failures, 0));
    }
}
