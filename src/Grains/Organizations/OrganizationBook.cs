using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>The store's answer to an append is not known, so nothing that this activation believes can be relied on (D2).</summary>
public sealed class BookClosedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The payment provider cannot be reached for a step that must come before anything else; nothing has changed.</summary>
public sealed class ProviderUnavailableException(string message) : Exception(message);

/// <summary>An event that this program cannot read: the organization is left alone (D10).</summary>
public sealed class QuarantinedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One organization's history, and the state that it comes to. The append is the commit: only then is a new state visible (D1).</summary>
public sealed class OrganizationBook(EngineServices services, OrganizationId id)
{
    private const int ReadAtOnce = 1_000;

    private readonly List<PublishedEventView> published = [];

    /// <summary>An append failed: what this activation believes may not be what is written (D2).</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The committed state; null before the organization is created.</summary>
    public OrganizationState? State { get; private set; }

    public OrganizationId Id => id;

    public EngineServices Services => services;

    /// <summary>The committed state of an organization that exists.</summary>
    public OrganizationState Committed => State ?? throw new InvalidOperationException($"{id} does not exist.");

    public Instant RealNow => services.Clock.GetCurrentInstant();

    /// <summary>The organization's instant: real time or its test clock, never before its last event (D6).</summary>
    public Instant Now => Committed.TestClock is { } test ? Instant.Max(test, Committed.LastEventAt) : Instant.Max(RealNow, Committed.LastEventAt);

    /// <summary>While it does not, nothing is decided. Test clocks stand still and are exempt (D6).</summary>
    public bool ClockAgrees => Committed.TestClock is not null || WallClockAgrees;

    /// <summary>While it does not, no instant of real time is taken from it: a mail's next try would lie a year away (F18).</summary>
    public bool WallClockAgrees => services.Guard is not { Agrees: false };

    /// <exception cref="ProviderUnavailableException">The wall clock has jumped.</exception>
    public void RequireClock()
    {
        if (Committed.TestClock is null) services.Guard?.Require();
    }

    /// <summary>Reads the history: a snapshot where there is one that fits, and what came after it.</summary>
    public async Task OpenAsync(OrganizationState? snapshot, CancellationToken cancellationToken)
    {
        var state = snapshot is not null && await FitsAsync(snapshot, cancellationToken) ? snapshot : null;
        while (true)
        {
            var records = await services.Journal.ReadAsync(id.Value, state?.Sequence ?? 0, ReadAtOnce, cancellationToken);
            foreach (var record in records) (state, _) = Read(id, state, record);
            if (records.Count < ReadAtOnce) break;
        }

        State = state;
    }

    public DecisionContext Context(Actor actor, KeyClaim? key = null) => ContextAt(Now, actor, key);

    public DecisionContext ContextAt(Instant now, Actor actor, KeyClaim? key = null) =>
        new(now, RealNow, actor, services.Catalog, services.Policy, services.Ids, services.Tax) { Key = key };

    /// <summary>Writes a decision with its rows and mails in one transaction, then shows the new state. Any failure closes the book (D2).</summary>
    public async Task CommitAsync(Decision decision)
    {
        if (IsClosed) throw new BookClosedException($"{id} is being read again.");
        if (decision.Events.IsEmpty) return;
        // The clock may have jumped while a call was on its way: what the call came to is found again once the clock is right (F18).
        if (State is not null) RequireClock();
        var (next, changes) = Prepare(decision);
        AppendResult written;
        try
        {
            written = await services.Journal.AppendAsync(new(id.Value, [.. decision.Events.Select(recorded => JournalMapping.Write(id, recorded))], changes));
        }
        catch (Exception failure)
        {
            IsClosed = true;
            services.Log.AppendFailed(id, failure.GetType().Name);
            throw new BookClosedException($"{id}: whether the last change was written is not known.", failure);
        }

        State = next;
        Publish([.. decision.Events.Where(recorded => recorded.PublicSequence is not null)], written.LastPosition);
    }

    /// <summary>An answer that writes nothing is not fenced by an append: another activation may have written meanwhile, and a refusal of what it has
    /// accepted would be a lie (F11). Where it has, this book is closed.</summary>
    public async Task RequireCurrentAsync()
    {
        if (IsClosed) throw new BookClosedException($"{id} is being read again.");
        IReadOnlyList<JournalRecord> later;
        try
        {
            later = await services.Journal.ReadAsync(id.Value, Committed.Sequence, 1, CancellationToken.None);
        }
        catch (JournalUnavailableException failure)
        {
            throw new BookClosedException($"{id}: whether this is its last state is not known.", failure);
        }

        if (later.Count == 0) return;
        IsClosed = true;
        throw new BookClosedException($"{id} was changed by another activation: it is being read again.");
    }

    /// <summary>The events published since the last call.</summary>
    public IReadOnlyList<PublishedEventView> TakePublished()
    {
        var taken = published.ToList();
        published.Clear();
        return taken;
    }

    /// <param name="last">The position of the last of them: an append's events stand together in the feed.</param>
    private void Publish(IReadOnlyList<RecordedEvent> events, long? last)
    {
        if (events.Count == 0) return;
        var views = events.Select((recorded, index) => new PublishedEventView(
            id, recorded.PublicSequence!.Value, recorded.At, recorded.Actor, recorded.Event, last - (events.Count - 1 - index))).ToList();
        published.AddRange(views);
        services.Events?.Publish(views);
    }

    /// <exception cref="QuarantinedException">The history has a hole, or an event that fits nowhere.</exception>
    internal static (OrganizationState State, RecordedEvent Recorded) Read(OrganizationId id, OrganizationState? state, JournalRecord record)
    {
        var expected = (state?.Sequence ?? 0) + 1;
        if (record.Sequence != expected) throw new QuarantinedException($"{id}: sequence {record.Sequence} stands where {expected} belongs.");
        var recorded = JournalMapping.Read(record);
        try
        {
            return (Fold(state, recorded), recorded);
        }
#pragma warning disable CA1031 // A damaged event can break a fold in any way: the organization is left alone, whatever it is (D10).
        catch (Exception damage)
#pragma warning restore CA1031
        {
            throw new QuarantinedException($"{id} {record.Sequence}: {record.Kind} does not fit the history before it.", damage);
        }
    }

    private static OrganizationState Fold(OrganizationState? state, RecordedEvent recorded) =>
        state is null ? OrganizationFold.Start(recorded) : OrganizationFold.Apply(state, recorded);

    private (OrganizationState Next, ReadModelChanges Changes) Prepare(Decision decision)
    {
        var before = State;
        var state = before;
        var rows = new RowWriter(services.MailText);
        foreach (var recorded in decision.Events)
        {
            state = Fold(state, recorded);
            rows.Add(recorded, state);
        }

        if (before is not null) Invariants.Check(before, state!, decision.Events);
        return (state!, rows.Finish(state!, RealNow));
    }

    /// <summary>A snapshot is a cache: its last event must be the journal's (D10).</summary>
    private async Task<bool> FitsAsync(OrganizationState snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Sequence < 1) return false;
        var last = await services.Journal.ReadAsync(id.Value, snapshot.Sequence - 1, 1, cancellationToken);
        return snapshot.Id == id && last.Count == 1 && last[0].At == snapshot.LastEventAt;
    }
}
