using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Billing.Api.Errors;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Tests.Host;

/// <summary>What the small schema's subscriptions tell, and how much of it was taken.</summary>
internal sealed class TestEvents
{
    private int taken;

    /// <summary>What <c>said</c> tells; completing it ends the subscription.</summary>
    public Channel<string> Said { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Events that a client's demand has pulled out of <c>counted</c>.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>Subscriptions that have come to their end, whoever ended them.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<StreamedEvent> CountAsync(int from, int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var number = from; number <= to; number++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Increment(ref taken);
                yield return new(number, number.ToString(CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            Ended.TrySetResult();
        }
    }

    /// <summary>Long texts without end.</summary>
    public async IAsyncEnumerable<StreamedEvent> LongAsync(int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in CountAsync(1, int.MaxValue - 1, cancellationToken)) yield return one with { Event = new string('x', size) };
    }

    public async IAsyncEnumerable<StreamedEvent> SayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var word in Said.Reader.ReadAllAsync(cancellationToken)) yield return new(word, word);
        }
        finally
        {
            Ended.TrySetResult();
        }
    }

    public static async IAsyncEnumerable<StreamedEvent> FailAsync()
    {
        yield return new(1, "1");
        await Task.Yield();
        throw new ApiException(ApiErrorCode.SlowConsumer, "You have read too slowly.");
    }
}

internal sealed class SmallSubscription : ObjectGraphType
{
    public SmallSubscription(TestEvents events)
    {
        Name = "Subscription";
        Field<NonNullGraphType<IntGraphType>>("counted").Requires(Right.SignedIn).Argument<NonNullGraphType<IntGraphType>>("to")
            .ResolveEvents((context, cancellationToken) => Task.FromResult(events.CountAsync(
                1 + int.Parse(CallerContext.Of(context).ResumeAfter ?? "0", CultureInfo.InvariantCulture), context.GetArgument<int>("to"), cancellationToken)));
        Field<NonNullGraphType<StringGraphType>>("long").Requires(Right.SignedIn).Argument<NonNullGraphType<IntGraphType>>("size")
            .ResolveEvents((context, cancellationToken) => Task.FromResult(events.LongAsync(context.GetArgument<int>("size"), cancellationToken)));
        Field<NonNullGraphType<StringGraphType>>("said").Requires(Right.SignedIn)
            .ResolveEvents((_, cancellationToken) => Task.FromResult(events.SayAsync(cancellationToken)));
        Field<NonNullGraphType<IntGraphType>>("failing").Requires(Right.SignedIn).ResolveEvents((_, _) => Task.FromResult(TestEvents.FailAsync()));
        Field<NonNullGraphType<IntGraphType>>("refused").Requires(Right.SignedIn)
            .ResolveEvents((_, _) => throw new BadInputException("after is no cursor of this subscription.", "after"));
        Field<NonNullGraphType<IntGraphType>>("bug").Requires(Right.SignedIn)
            .ResolveEvents((_, _) => throw new InvalidOperationException("secret detail"));
        Field<NonNullGraphType<StringGraphType>>("changed").Requires(Right.Member).Argument<NonNullGraphType<IdGraphType>>("organizationId")
            .ResolveEvents((_, cancellationToken) => Task.FromResult(events.SayAsync(cancellationToken)));
    }
}
