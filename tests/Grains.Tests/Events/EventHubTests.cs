using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Events;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Billing.Grains.Tests.Events;

/// <summary>Readers of live events get exactly what follows, in order, whatever becomes of the rings.</summary>
public sealed class EventHubTests
{
    private static readonly OrganizationId One = new("org_1");
    private static readonly OrganizationId Two = new("org_2");

    private readonly Written written = new();
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_replays_what_was_written_and_goes_on_live_without_a_gap()
    {
        using var hub = new EventHub(written, time);
        written.Commit(One, 3);
        await using var reader = hub.OfOrganizationAsync(One, 1, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.Equal([2, 3], await TakeAsync(reader, 2));
        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        hub.Publish(written.Commit(One, 1));
        Assert.True(await next);
        Assert.Equal(4, reader.Current.Sequence);
    }

    [Fact]
    public async Task Other_organizations_are_not_heard_and_the_feed_hears_all_in_order_of_commit()
    {
        using var hub = new EventHub(written, time);
        await using var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        await using var all = hub.OfAllAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        var (first, second, third) = (written.Commit(One, 1), written.Commit(Two, 2), written.Commit(One, 1));
        foreach (var late in new[] { third, first, second }) hub.Publish(late);
        Assert.Equal([1, 2], await TakeAsync(one, 2));
        Assert.Equal([1, 2, 3, 4], await TakeAsync(all, 4, view => view.Position!.Value));
    }

    [Fact]
    public async Task F17_what_nobody_rang_for_is_found_by_the_poll()
    {
        using var hub = new EventHub(written, time);
        await using var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        await using var all = hub.OfAllAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        var (mine, everybodys) = (one.MoveNextAsync().AsTask(), all.MoveNextAsync().AsTask());
        written.Commit(One, 1);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await mine && await everybodys);
    }

    [Fact]
    public async Task F17_while_the_doorbell_is_unwell_the_poll_comes_every_two_seconds()
    {
        var doorbell = new TestDoorbell { IsWell = false };
        using var hub = new EventHub(written, time, null, doorbell);
        await using var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = one.MoveNextAsync().AsTask();
        doorbell.Changed();
        time.Advance(TimeSpan.FromTicks(1));
        written.Commit(One, 1);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_ring_of_another_process_brings_no_content_and_is_looked_up()
    {
        var doorbell = new TestDoorbell();
        using var hub = new EventHub(written, time, null, doorbell);
        written.Commit(One, 1);
        await using var one = hub.OfOrganizationAsync(One, 1, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = one.MoveNextAsync().AsTask();
        doorbell.Rung(One, 99);     // nobody wrote that
        Assert.False(next.IsCompleted);
        written.Commit(One, 1);
        doorbell.Rung(One, 2);
        Assert.True(await next);
        Assert.Equal(2, one.Current.Sequence);
    }

    [Fact]
    public async Task F20_who_had_caught_up_and_lets_too_much_wait_is_told_so()
    {
        using var hub = new EventHub(written, time, new() { MostBehind = 5 });
        await using var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        hub.Publish(written.Commit(One, 1));
        Assert.Equal([1], await TakeAsync(one, 1));
        var next = one.MoveNextAsync().AsTask();
        hub.Publish(written.Commit(One, 1));
        Assert.True(await next);
        hub.Publish(written.Commit(One, 6));
        await Assert.ThrowsAsync<TooFarBehindException>(async () => await one.MoveNextAsync());
    }

    [Fact]
    public async Task A_long_history_is_no_slowness()
    {
        using var hub = new EventHub(written, time, new() { MostBehind = 5 });
        written.Commit(One, 250);
        await using var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.Equal(Enumerable.Range(1, 250).Select(number => (long)number), await TakeAsync(one, 250));
    }

    [Fact]
    public async Task Nothing_is_kept_of_readers_that_left()
    {
        using var hub = new EventHub(written, time);
        hub.Publish(written.Commit(One, 1));
        var one = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        var all = hub.OfAllAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await one.MoveNextAsync() && await all.MoveNextAsync());
        Assert.Equal(2, hub.Readers);
        await one.DisposeAsync();
        await all.DisposeAsync();
        Assert.Equal(0, hub.Readers);
    }

    /// <summary>Commits, rings that are lost, doubled or late, readers that leave and resume behind their last: each reads 1…n, once, in order.</summary>
    [Fact]
    public void Whatever_becomes_of_the_rings_every_reader_reads_each_once_in_order() => Gen.Int[0, 9].Array[1, 60].Sample(steps =>
    {
        RunAsync(steps).GetAwaiter().GetResult();
    }, iter: 400);

    private static async Task RunAsync(int[] steps)
    {
        var written = new Written();
        var clock = new FakeTimeProvider();
        using var hub = new EventHub(written, clock, new() { Recent = 3 });
        var held = new List<IReadOnlyList<PublishedEventView>>();
        var read = new List<long>();
        var reader = hub.OfOrganizationAsync(One, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool>? pending = null;
        foreach (var step in steps)
        {
            switch (step)
            {
                case 0 or 1: hub.Publish(written.Commit(One, 1 + step)); break;
                case 2: written.Commit(One, 2); break;                                 // its ring is lost
                case 3: held.Add(written.Commit(One, 1)); break;                       // its ring is late
                case 4 when held.Count > 0: hub.Publish(held[^1]); held.RemoveAt(held.Count - 1); break;
                case 5 when held.Count > 0: hub.Publish(held[0]); hub.Publish(held[0]); held.RemoveAt(0); break;
                case 6 when pending is null:                                           // leaves, and resumes behind its last
                    await reader.DisposeAsync();
                    reader = hub.OfOrganizationAsync(One, read.Count, Cancellation).GetAsyncEnumerator(Cancellation);
                    break;
                case 7: clock.Advance(TimeSpan.FromSeconds(15)); break;
                default:
                    pending ??= reader.MoveNextAsync().AsTask();
                    if (!pending.IsCompleted) break;
                    await pending;
                    pending = null;
                    read.Add(reader.Current.Sequence);
                    break;
            }
        }

        hub.Publish(written.Commit(One, 1));
        while (read.Count < written.Count(One))
        {
            await (pending ?? reader.MoveNextAsync().AsTask());
            pending = null;
            read.Add(reader.Current.Sequence);
        }

        Assert.Equal(Enumerable.Range(1, written.Count(One)).Select(number => (long)number), read);
        await reader.DisposeAsync();
    }

    private static async Task<List<long>> TakeAsync(IAsyncEnumerator<PublishedEventView> reader, int count, Func<PublishedEventView, long>? number = null)
    {
        var taken = new List<long>();
        while (taken.Count < count && await reader.MoveNextAsync()) taken.Add(number?.Invoke(reader.Current) ?? reader.Current.Sequence);
        return taken;
    }

    private sealed class TestDoorbell : IDoorbell
    {
        public bool IsWell { get; init; } = true;

        public Action<OrganizationId, long> Rung { get; private set; } = (_, _) => { };

        public Action Changed { get; private set; } = () => { };

        public void Ring(OrganizationId organization, long sequence)
        {
        }

        public void Listen(Action<OrganizationId, long> rung, Action changed) => (Rung, Changed) = (rung, changed);
    }
}
