using Billing.Api.Security;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Resolvers;

namespace Billing.Api.Subscriptions;

/// <summary>How a subscription field says where its events come from.</summary>
public static class EventSources
{
    /// <summary>Events are taken out of the sequence one at a time, each when the client has taken the one before it. A refusal (<see cref="Errors.ApiException"/>)
    /// out of the sequence ends the subscription with that error; one before the first event refuses it.</summary>
    public static FieldBuilder<TSource, TReturn> ResolveEvents<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, Func<IResolveFieldContext, CancellationToken, Task<IAsyncEnumerable<StreamedEvent>>> open)
    {
        field.FieldType.StreamResolver = new EventStreamResolver(open);
        return field;
    }

    private sealed class EventStreamResolver(Func<IResolveFieldContext, CancellationToken, Task<IAsyncEnumerable<StreamedEvent>>> open) : ISourceStreamResolver
    {
        public async ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) =>
            new EventSource(CallerContext.Of(context).Flow, await open(context, context.CancellationToken), context.CancellationToken);
    }
}

/// <summary>Pushes one event whenever the flow wants one.</summary>
internal sealed class EventSource(SubscriptionFlow flow, IAsyncEnumerable<StreamedEvent> events, CancellationToken operation) : IObservable<object?>
{
    public IDisposable Subscribe(IObserver<object?> observer)
    {
        var pump = new Pump(CancellationTokenSource.CreateLinkedTokenSource(operation));
        _ = PushAsync(observer, pump.Token);
        return pump;
    }

    private async Task PushAsync(IObserver<object?> observer, CancellationToken cancellationToken)
    {
        try
        {
            await flow.WantedAsync(cancellationToken);
            await foreach (var next in events.WithCancellation(cancellationToken))
            {
                flow.Push(observer, next);
                await flow.WantedAsync(cancellationToken);
            }
            observer.OnCompleted();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            observer.OnCompleted();
        }
#pragma warning disable CA1031 // Whatever ends the source, its reader must hear of it: nobody awaits this.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            observer.OnError(failure);
        }
    }

    private sealed class Pump(CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token { get; } = source.Token;

        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
