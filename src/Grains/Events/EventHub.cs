using System.Runtime.CompilerServices;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Grains.Telemetry;

namespace Billing.Grains.Events;

/// <summary>
/// The event bus of one process. Commits of this process bring their content; a ring of another process, and a poll of the feed, make the topics
/// that somebody listens to read the journal. Topics exist while they have readers.
/// </summary>
public sealed class EventHub : IEventBus, ILiveEvents, IDisposable
{
    private const int PageSize = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<OrganizationId, EventTopic> organizations = [];
    private readonly EventTopic feed;
    private readonly IEventReads reads;
    private readonly EventHubOptions options;
    private readonly IDoorbell? doorbell;
    private readonly ITimer poll;
    private int feedReaders;
    private long polled = -1;
    private int polling;

    public EventHub(IEventReads reads, TimeProvider time, EventHubOptions? options = null, IDoorbell? doorbell = null)
    {
        (this.reads, this.options, this.doorbell) = (reads, options ?? new(), doorbell);
        feed = new(view => view.Position ?? 0, reads.ReadFeedAsync, this.options);
        poll = time.CreateTimer(_ => Poll(), null, this.options.Poll, Timeout.InfiniteTimeSpan);
        doorbell?.Listen(Rung, () => Plan(TimeSpan.Zero));
    }

    /// <summary>Streams that somebody listens to, and how many do.</summary>
    public int Readers
    {
        get
        {
            lock (gate) return feedReaders + organizations.Values.Sum(topic => topic.Readers);
        }
    }

    public void Publish(IReadOnlyList<PublishedEventView> events)
    {
        if (events.Count == 0) return;
        var last = events[^1];
        Topic(last.Organization)?.Add(events);
        if (Volatile.Read(ref feedReaders) > 0) feed.Add(events);

        doorbell?.Ring(last.Organization, last.Sequence);
    }

    public async IAsyncEnumerable<PublishedEventView> OfOrganizationAsync(
        OrganizationId organization, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var topic = Enter(organization);
        try
        {
            await foreach (var one in topic.ReadAsync(afterSequence, cancellationToken)) yield return one;
        }
        finally
        {
            Leave(organization, topic);
        }
    }

    public async IAsyncEnumerable<PublishedEventView> OfAllAsync(long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref feedReaders);
        GrainMetrics.ReaderCame();
        try
        {
            await foreach (var one in feed.ReadAsync(afterPosition, cancellationToken)) yield return one;
        }
        finally
        {
            Interlocked.Decrement(ref feedReaders);
            GrainMetrics.ReaderLeft();
        }
    }

    public void Dispose() => poll.Dispose();

    private TimeSpan Every => doorbell is { IsWell: false } ? options.PollUnwell : options.Poll;

    private bool SomebodyListens
    {
        get
        {
            lock (gate) return organizations.Count > 0 || Volatile.Read(ref feedReaders) > 0;
        }
    }

    private EventTopic? Topic(OrganizationId organization)
    {
        lock (gate) return organizations.GetValueOrDefault(organization);
    }

    private EventTopic Enter(OrganizationId organization)
    {
        lock (gate)
        {
            if (!organizations.TryGetValue(organization, out var topic))
            {
                topic = new(view => view.Sequence, (after, limit, cancellationToken) => reads.ReadAsync(organization, after, limit, cancellationToken), options);
                organizations[organization] = topic;
            }

            topic.Readers++;
            GrainMetrics.ReaderCame();
            return topic;
        }
    }

    private void Leave(OrganizationId organization, EventTopic topic)
    {
        lock (gate)
        {
            GrainMetrics.ReaderLeft();
            if (--topic.Readers == 0) organizations.Remove(organization);
        }
    }

    private void Rung(OrganizationId organization, long sequence)
    {
        Topic(organization)?.Fetch(sequence);
        if (Volatile.Read(ref feedReaders) > 0) feed.Fetch(long.MaxValue);
    }

    private void FetchAll()
    {
        List<EventTopic> topics;
        lock (gate) topics = [.. organizations.Values];
        foreach (var topic in topics) topic.Fetch(long.MaxValue);
        if (Volatile.Read(ref feedReaders) > 0) feed.Fetch(long.MaxValue);
    }

    private void Plan(TimeSpan wait) => poll.Change(wait, Timeout.InfiniteTimeSpan);

    private void Poll()
    {
        if (Interlocked.Exchange(ref polling, 1) == 1) return;
        _ = PollAsync();
    }

    /// <summary>What was written since the last poll goes to whom it concerns, as if it had just been published.</summary>
    private async Task PollAsync()
    {
        try
        {
            if (polled < 0 || !SomebodyListens)
            {
                polled = await reads.FeedHeadAsync(CancellationToken.None);
                FetchAll();     // for whoever came meanwhile: what was written between his look and ours
            }
            else
            {
                await DeliverAsync();
            }
        }
#pragma warning disable CA1031 // The store is unwell: the next poll comes by itself.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            Volatile.Write(ref polling, 0);
            Plan(Every);
        }
    }

    private async Task DeliverAsync()
    {
        while (true)
        {
            var page = await reads.ReadFeedAsync(polled, PageSize, CancellationToken.None);
            if (page.Count == 0) return;
            foreach (var stream in page.GroupBy(view => view.Organization)) Topic(stream.Key)?.Add([.. stream]);
            if (Volatile.Read(ref feedReaders) > 0) feed.Add(page);
            polled = page[^1].Position!.Value;
        }
    }
}
