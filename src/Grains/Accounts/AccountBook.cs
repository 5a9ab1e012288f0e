using System.Text.Json;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Accounts;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using NodaTime;

namespace Billing.Grains.Accounts;

/// <summary>One account's history, journaled as an organization's is. It publishes nothing.</summary>
/// <param name="guard">Null: the clock is not watched.</param>
public sealed class AccountBook(IJournal journal, IClock clock, AccountId id, ClockGuard? guard = null)
{
    private bool closed;

    public Account? State { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await journal.ReadAsync(id.Value, State?.Sequence ?? 0, 1_000, cancellationToken);
            foreach (var record in records) State = Next(State, record);
            if (records.Count < 1_000) return;
        }
    }

    /// <exception cref="QuarantinedException">The history has a hole, or an event that fits nowhere.</exception>
    private static Account Next(Account? state, JournalRecord record)
    {
        var expected = (state?.Sequence ?? 0) + 1;
        if (record.Sequence != expected) throw new QuarantinedException($"{record.Stream}: sequence {record.Sequence} stands where {expected} belongs.");
        var recorded = Read(record);
        try
        {
            return AccountFold.Apply(state, recorded);
        }
#pragma warning disable CA1031 // A damaged event can break a fold in any way: the account is left alone, whatever it is (D10).
        catch (Exception damage)
#pragma warning restore CA1031
        {
            throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} does not fit the history before it.", damage);
        }
    }

    /// <summary>Writes one fact; any failure closes the book (D2).</summary>
    /// <exception cref="ProviderUnavailableException">The wall clock has jumped: an organization that is ordered now would be of that day for ever (D6).</exception>
    public async Task CommitAsync(AccountEvent fact, string actor)
    {
        if (closed) throw new BookClosedException($"{id} is being read again.");
        var now = clock.GetCurrentInstant();
        var at = State is { } state && state.LastEventAt > now ? state.LastEventAt : now;
        var recorded = new RecordedAccountEvent((State?.Sequence ?? 0) + 1, at, actor, fact);
        var next = AccountFold.Apply(State, recorded);
        if (next.TestClock is null) guard?.Require();
        try
        {
            await journal.AppendAsync(new(id.Value, [Write(recorded)], new ReadModelChanges { Account = new(next.Id.Value, next.Name) }));
        }
        catch (Exception failure)
        {
            closed = true;
            throw new BookClosedException($"{id}: whether the last change was written is not known.", failure);
        }

        State = next;
    }

    private JournalRecord Write(RecordedAccountEvent recorded) => new(
        id.Value, recorded.Sequence, null, AccountEventKinds.Of(recorded.Event), 1, recorded.At, recorded.Actor,
        JsonSerializer.Serialize(recorded.Event, recorded.Event.GetType(), BillingJson.Options));

    private static RecordedAccountEvent Read(JournalRecord record)
    {
        var type = AccountEventKinds.Find(record.Kind, record.Version)
            ?? throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} version {record.Version} is not known here.");
        try
        {
            return new(record.Sequence, record.At, record.Actor, (AccountEvent)JsonSerializer.Deserialize(record.Payload, type, BillingJson.Options)!);
        }
        catch (Exception damage) when (damage is JsonException or ArgumentException or FormatException or NotSupportedException)
        {
            throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} cannot be read.", damage);
        }
    }
}
