using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Billing.Api.WebSockets;

/// <summary>The operations of one socket, each beside the others.</summary>
internal sealed partial class SocketOperations(SocketWriter writer, OperationRunner runner, bool isFromBrowser, IServiceScopeFactory scopes, ILogger logger)
{
    private const OperationKinds AllKinds = OperationKinds.Query | OperationKinds.Mutation | OperationKinds.Subscription;

    private readonly Dictionary<string, SocketOperation> open = new(StringComparer.Ordinal);
    private readonly HashSet<Task> running = [];

    /// <summary>Called whenever one has ended.</summary>
    public Action? Ended { get; set; }

    public int Count
    {
        get
        {
            lock (open) return open.Count;
        }
    }

    /// <summary>Whether a query or a mutation is under way.</summary>
    public bool HasSingleResults
    {
        get
        {
            lock (open) return open.Values.Any(operation => !operation.IsSubscription);
        }
    }

    public bool IsOpen(string id)
    {
        lock (open) return open.ContainsKey(id);
    }

    public void Start(string id, OperationRequest request, Caller caller, string traceId)
    {
        var operation = new SocketOperation(id);
        lock (open)
        {
            open.Add(id, operation);
            operation.Running = RunAsync(operation, request, caller, traceId);
            running.Add(operation.Running);
        }
    }

    /// <summary>The client wants no more of it; nothing where it has ended already.</summary>
    public void Leave(string id)
    {
        lock (open)
        {
            if (open.Remove(id, out var operation)) operation.Leave();
        }
    }

    /// <returns>Those that were open.</returns>
    public IReadOnlyList<SocketOperation> LeaveAll()
    {
        lock (open)
        {
            SocketOperation[] all = [.. open.Values];
            open.Clear();
            foreach (var operation in all) operation.Leave();
            return all;
        }
    }

    /// <summary>Returns when nothing of them runs any longer.</summary>
    public Task EndedAsync()
    {
        lock (open) return Task.WhenAll(running);
    }

    private async Task RunAsync(SocketOperation operation, OperationRequest request, Caller caller, string traceId)
    {
        await Task.Yield();     // the socket reads on
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = new OperationContext(caller, scope.ServiceProvider, traceId) { Allowed = AllKinds, IsFromBrowser = isFromBrowser };
            await TellAsync(operation, await runner.RunAsync(request, context, operation.Leaving));
        }
        catch (Exception) when (operation.IsLeft)
        {
            // The client wants no more of it.
        }
        catch (Exception failure) when (GraphQLSocket.IsBroken(failure))
        {
            // Nobody is left to tell: the socket's reader notices as well.
        }
#pragma warning disable CA1031 // A bug ends this operation, not the socket's others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, traceId);
            await EndAsync(operation, [ErrorTranslator.OfException(failure, traceId)]);
        }
        finally
        {
            lock (open)
            {
                Forget(operation);
                running.Remove(operation.Running);
            }
            Ended?.Invoke();
        }
    }

    private async Task TellAsync(SocketOperation operation, OperationOutcome outcome)
    {
        if (outcome.Stream is { } stream)
        {
            operation.IsSubscription = true;
            Ended?.Invoke();    // there is one less with a single result
            await TellAsync(operation, stream);
        }
        else if (outcome.Started)
        {
            await writer.NextAsync(operation, outcome.Result);
            await EndAsync(operation, null);
        }
        else
        {
            await EndAsync(operation, outcome.Result.Errors);
        }
    }

    private async Task TellAsync(SocketOperation operation, IAsyncEnumerable<StreamedResult> stream)
    {
        await foreach (var (result, cursor) in stream)
        {
            if (cursor is null)
            {
                await EndAsync(operation, result.Errors);
                return;
            }
            await writer.NextAsync(operation, result);
        }
        await EndAsync(operation, null);
    }

    /// <summary>Its id is free before the client hears of the end, and may use it again.</summary>
    private Task EndAsync(SocketOperation operation, IEnumerable<ExecutionError>? errors)
    {
        lock (open)
        {
            if (!Forget(operation)) return Task.CompletedTask;
        }
        return errors is null ? writer.CompleteAsync(operation) : writer.ErrorAsync(operation.Id, errors);
    }

    private bool Forget(SocketOperation operation) =>
        open.TryGetValue(operation.Id, out var its) && its == operation && open.Remove(operation.Id);

    [LoggerMessage(5103, LogLevel.Error, "An operation's results could not be sent, trace {TraceId}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string traceId);
}
