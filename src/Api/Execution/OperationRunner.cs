using System.Diagnostics;
using Billing.Api.Errors;
using Billing.Api.Limits;
using Billing.Api.Security;
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
    ISchema schema, GatewayLimits limits, TimeProvider time, ILogger<OperationRunner> logger)
{
    private readonly DocumentExecuter executer = new();
    private readonly GraphQLDocumentBuilder parser = new();
    private readonly DocumentCache cache = new(limits.CachedDocumentBytes);

    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<OperationOutcome> RunAsync(
        OperationRequest request, Caller caller, IServiceProvider services, string traceId, CancellationToken cancellationToken)
    {
        PreparedDocument? document = null;
        try
        {
            document = cache.Find(request.Query) ?? Prepare(request.Query);
            var operation = document.Operation(request.OperationName) ?? throw NoOperation(request.OperationName);
            Refuse(document.CostOf(operation).Of(request.Variables));
            return await ExecuteAsync(new(request, document, operation, caller, services, traceId), cancellationToken);
        }
        catch (ExecutionError refusal)
        {
            return Refused(ErrorTranslator.Translate(refusal, traceId));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, failure, NameFor(request.OperationName), document?.Hash, null, traceId);
            return Refused(ErrorTranslator.OfException(failure, traceId));
        }
    }

    private PreparedDocument Prepare(string text)
    {
        if (TokenCount.Exceeds(text, limits.Tokens))
        {
            throw new TooComplexException($"A document may have at most {limits.Tokens} tokens.");
        }
        var document = parser.Build(text);
        DocumentLimits.Check(document, limits);
        return new PreparedDocument(text, document, schema, limits);
    }

    private void Refuse(long cost)
    {
        if (cost > limits.Cost)
        {
            throw new TooComplexException($"This operation costs {cost}, more than {limits.Cost}: ask for fewer fields or smaller pages.");
        }
    }

    private async Task<OperationOutcome> ExecuteAsync(Run run, CancellationToken cancellationToken)
    {
        var allowed = run.Operation.Operation == OperationType.Mutation ? limits.MutationTime : limits.QueryTime;
        using var tooLate = new CancellationTokenSource(allowed, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        try
        {
            // A resolver may not look at the token: its caller is answered all the same, and it ends by itself.
            var result = await executer.ExecuteAsync(Options(run, either.Token)).WaitAsync(either.Token);
            return Answer(run, result);
        }
        catch (OperationCanceledException) when (tooLate.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTooSlow(logger, NameFor(run.Request.OperationName), run.Document.Hash, (int)allowed.TotalSeconds, run.TraceId);
            return Refused(ErrorTranslator.Unavailable());
        }
    }

    private ExecutionOptions Options(Run run, CancellationToken cancellationToken) => new()
    {
        Schema = schema,
        Query = run.Request.Query,
        Document = run.Document.Document,
        OperationName = run.Request.OperationName,
        Variables = run.Request.Variables,
        ValidationRules = run.Document.IsValid ? [] : DocumentValidator.CoreRules,
        UserContext = new CallerContext(run.Caller),
        RequestServices = run.Services,
        UnhandledExceptionDelegate = context =>
        {
            run.Failed(context.OriginalException);
            return Task.CompletedTask;
        },
        CancellationToken = cancellationToken,
    };

    private OperationOutcome Answer(Run run, ExecutionResult result)
    {
        if (result.Executed && !run.Document.IsValid)
        {
            run.Document.IsValid = true;
            cache.Add(run.Request.Query, run.Document);
        }
        if (run.Failure is { } failure)
        {
            LogFailure(logger, failure, NameFor(run.Request.OperationName), run.Document.Hash, run.Failures, run.TraceId);
        }
        if (result.Errors is { Count: > 0 } errors)
        {
            result.Errors = ErrorTranslator.Translate(errors, limits, run.TraceId);
        }
        return new(result, result.Executed);
    }

    private static OperationOutcome Refused(ExecutionError error) => new(new ExecutionResult { Errors = [error] }, Started: false);

    private static BadInputException NoOperation(string? name) => new(
        string.IsNullOrEmpty(name) ? "Say in operationName which of the document's operations to run." : "The document has no operation of this name.",
        "operationName");

    /// <summary>The client chose it: cut, and only a name's characters.</summary>
    private static string NameFor(string? name) => name is null ? "-" : string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(80));

    public static string TraceIdOf(string fallback) => Activity.Current?.TraceId.ToHexString() ?? fallback;

    [LoggerMessage(5101, LogLevel.Error, "Operation {Operation} of document {DocumentHash} failed in {Failures} fields, trace {TraceId}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string operation, string? documentHash, int? failures, string traceId);

    [LoggerMessage(5102, LogLevel.Warning, "Operation {Operation} of document {DocumentHash} took longer than {Seconds} s, trace {TraceId}")]
    private static partial void LogTooSlow(ILogger logger, string operation, string documentHash, int seconds, string traceId);

    private sealed record Run(
        OperationRequest Request, PreparedDocument Document, GraphQLOperationDefinition Operation, Caller Caller, IServiceProvider Services, string TraceId)
    {
        private int failures;

        public Exception? Failure { get; private set; }

        public int Failures => failures;

        public void Failed(Exception failure)
        {
            if (Interlocked.Increment(ref failures) == 1)
            {
                Failure = failure;
            }
        }
    }
}
