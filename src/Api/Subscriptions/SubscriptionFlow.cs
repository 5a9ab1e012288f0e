using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQL;
using GraphQL.Execution;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Couples a subscription's reader to its source: the library pushes results, this lets the source go on only when the reader has come for
/// the next. So one event of a subscription is in memory, however slow its client is.
/// </summary>
internal sealed class SubscriptionFlow : IDisposable
{
    private readonly SemaphoreSlim wanted = new(0);
    private readonly Channel<StreamedResult> results = Channel.CreateUnbounded<StreamedResult>(new() { SingleReader = true });
    private string? cursor;

    /// <summary>The source has taken this event out, and pushes it next.</summary>
    public void Push(IObserver<object?> observer, StreamedEvent next)
    {
        cursor = next.Cursor;
        observer.OnNext(next.Event);
    }

    /// <summary>Returns when the reader wants an event.</summary>
    public Task WantedAsync(CancellationToken cancellationToken) => wanted.WaitAsync(cancellationToken);

    /// <summary>Reads the library's results until the source ends, one at a time.</summary>
    public async IAsyncEnumerable<StreamedResult> ReadAsync(
        IObservable<ExecutionResult> pushed, Func<ExecutionResult, ExecutionResult> translate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var subscription = pushed.Subscribe(new Receiver(this, translate));
        wanted.Release();
        while (await results.Reader.WaitToReadAsync(cancellationToken))
        {
            while (results.Reader.TryRead(out var result))
            {
                yield return result;
                wanted.Release();
            }
        }
    }

    public void Dispose() => wanted.Dispose();

    private sealed class Receiver(SubscriptionFlow flow, Func<ExecutionResult, ExecutionResult> translate) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value)
        {
            // Without data it is the error that ends the stream: the library has looked at no event.
            var tellsEvent = value.Executed;
            flow.results.Writer.TryWrite(new(translate(value), tellsEvent ? flow.cursor : null));
        }

        public void OnError(Exception error)
        {
            if (error is not OperationCanceledException)
            {
                flow.results.Writer.TryWrite(new(translate(new() { Errors = [error as ExecutionError ?? new UnhandledError("", error)] }), null));
            }
            flow.results.Writer.TryComplete();
        }

        public void OnCompleted() => flow.results.Writer.TryComplete();
    }
}
