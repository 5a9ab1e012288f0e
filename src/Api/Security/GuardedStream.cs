using GraphQL;
using GraphQL.Resolvers;

namespace Billing.Api.Security;

/// <summary>Asks the guard, then subscribes; and asks again every minute while the subscription is open, with a fresh reading: a member who was removed
/// or has lost the right hears no more.</summary>
internal sealed class GuardedStream(FieldGuard guard, ISourceStreamResolver inner, TimeProvider time) : ISourceStreamResolver
{
    internal static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    public async ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context)
    {
        await guard.CheckAsync(context);
        return new Watched(guard, context, await inner.ResolveAsync(context), time);
    }

    private sealed class Watched(FieldGuard guard, IResolveFieldContext context, IObservable<object?> inner, TimeProvider time) : IObservable<object?>
    {
        public IDisposable Subscribe(IObserver<object?> observer) => new Watch(guard, context, inner, observer, time);
    }

    private sealed class Watch : IObserver<object?>, IDisposable
    {
        private readonly Lock gate = new();
        private readonly FieldGuard guard;
        private readonly IResolveFieldContext context;
        private readonly IObserver<object?> observer;
        private readonly ITimer timer;
        private readonly IDisposable subscription;
        private bool ended;

        public Watch(FieldGuard guard, IResolveFieldContext context, IObservable<object?> inner, IObserver<object?> observer, TimeProvider time)
        {
            (this.guard, this.context, this.observer) = (guard, context, observer);
            timer = time.CreateTimer(_ => _ = CheckAsync(), null, Again, Again);
            subscription = inner.Subscribe(this);
        }

        public void OnNext(object? value)
        {
            lock (gate)
            {
                if (!ended) observer.OnNext(value);
            }
        }

        public void OnError(Exception error) => End(() => observer.OnError(error));

        public void OnCompleted() => End(observer.OnCompleted);

        public void Dispose()
        {
            End(() => { });
            subscription.Dispose();
        }

        private async Task CheckAsync()
        {
            try
            {
                CallerContext.Of(context).Forget();
                await guard.CheckAsync(context);
            }
            catch (ExecutionError refusal)
            {
                End(() => observer.OnError(refusal));
                subscription.Dispose();
            }
#pragma warning disable CA1031 // The organization cannot be asked just now: that takes no right away, and it is asked again in a minute.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }

        private void End(Action tell)
        {
            lock (gate)
            {
                if (ended) return;
                ended = true;
                timer.Dispose();
                tell();
            }
        }
    }
}
