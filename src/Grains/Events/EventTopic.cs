using System.Runtime.CompilerServices;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;

namespace Billing.Grains.Events;

/// <summary>
/// One stream as its live readers share it: the last few events, and a signal that more have come. A reader that finds its next event there
/// takes it; any other reads the journal. So what the bus loses, doubles or reorders changes nothing but the time.
/// </summary>
/// <param name="number">An event's place in this stream: its sequence in an organization, its position in the feed.</param>
/// <param name="read">The journal, after a place.</param>
internal sealed class EventTopic(
    Func<PublishedEventView, long> number, Func<long, int, CancellationToken, Task<IReadOnlyList<PublishedEventView>>> read, EventHubOptions options)
{
    private const int PageSize = 100;

    private readonly Lock gate = new();
    private readonly List<PublishedEventView> recent = [];
    private TaskCompletionSource more = NewSignal();
    private long head;
    private bool fetching;
    private bool fetchAgain;

    /// <summary>Readers of this topic; it goes with the last of them. Changed by the hub, under its lock.</summary>
    public int Readers { get; set; }

    /// <summary>The last place that is known to be written.</summary>
    public long Head => Volatile.Read(ref head);

    /// <summary>These were committed.</summary>
    public void Add(IReadOnlyList<PublishedEventView> events)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            var before = head;
            foreach (var one in events) Append(one);
            if (head == before) return;
            (signal, more) = (more, NewSignal());
        }

        signal.SetResult();
    }

    /// <summary>Something was committed that is not at hand: read it, once for all readers.</summary>
    /// <param name="place">Up to where there is something; what is known already needs no reading.</param>
    public void Fetch(long place)
    {
        TaskCompletionSource? looking = null;
        lock (gate)
        {
            if (place <= head) return;
            if (head == 0)
            {
                (looking, more) = (more, NewSignal());      // nobody has come to the end yet: whoever is about to looks once more
            }
            else
            {
                fetchAgain = true;
                if (fetching) return;
                fetching = true;
            }
        }

        if (looking is null) _ = FetchAsync();
        else looking.SetResult();
    }

    /// <summary>Events after a place, one at a time, as long as its reader stays.</summary>
    public async IAsyncEnumerable<PublishedEventView> ReadAsync(long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caughtUp = false;
        while (true)
        {
            var signal = Signal();      // before the look, so that what comes after the look is not slept through
            var behind = Head - last;
            if (caughtUp && behind > options.MostBehind) throw new TooFarBehindException(behind);
            var next = (caughtUp ? After(last) : null) ?? await read(last, PageSize, cancellationToken);
            foreach (var one in next)
            {
                if (number(one) <= last) continue;
                last = number(one);
                yield return one;
            }

            if (next.Count > 0) continue;
            caughtUp = true;
            Know(last);
            if (Head > last) continue;
            await signal.WaitAsync(cancellationToken);
        }
    }

    private Task Signal()
    {
        lock (gate) return more.Task;
    }

    /// <summary>The first reader that came to the end says where that is, so that a fetch begins there.</summary>
    private void Know(long place)
    {
        lock (gate)
        {
            if (head == 0) Volatile.Write(ref head, place);
        }
    }

    /// <summary>What is at hand after a place, perhaps nothing; null where only the journal can tell.</summary>
    private IReadOnlyList<PublishedEventView>? After(long last)
    {
        lock (gate)
        {
            if (recent.Count == 0 || last < number(recent[0]) - 1) return null;
            var skip = (int)Math.Min(recent.Count, last - number(recent[0]) + 1);
            return recent.GetRange(skip, recent.Count - skip);
        }
    }

    /// <summary>What follows the head is kept; after a hole the old ones go; what is older was told before or is in the journal.</summary>
    private void Append(PublishedEventView one)
    {
        var place = number(one);
        if (place <= head) return;
        if (recent.Count > 0 && place != head + 1) recent.Clear();
        if (recent.Count == options.Recent) recent.RemoveAt(0);
        recent.Add(one);
        Volatile.Write(ref head, place);
    }

    private async Task FetchAsync()
    {
        while (true)
        {
            lock (gate)
            {
                if (!fetchAgain)
                {
                    fetching = false;
                    return;
                }

                fetchAgain = false;
            }

            try
            {
                // The newest page is enough: a reader who lacks what is before it reads the journal by itself.
                for (var page = await read(Head, PageSize, CancellationToken.None); page.Count > 0; page = await read(Head, PageSize, CancellationToken.None)) Add(page);
            }
#pragma warning disable CA1031 // The store is unwell: the next ring or poll comes by itself.
            catch (Exception)
#pragma warning restore CA1031
            {
                lock (gate) fetching = false;
                return;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
