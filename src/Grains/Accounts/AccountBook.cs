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
public sealed class AccountBook(IJournal journal, IClock clock, AccountId id)
{
    private bool closed;

    public Account? State { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await journal.ReadAsync(id.Value, State?.Sequence ?? 0, 1_000, cancellationToken);
            foreach (var record in records) State = AccountFold.Apply(State, Read(record));
            if (records.Count < 1_000) return;
        }
    }

    /// <summary>Writes one fact; any failure closes the book (D2).</summary>
    public async Task CommitAsync(AccountEvent fact, string actor)
    {
        if (closed) throw new BookClosedException($"{id} is being read again.");
        var now = clock.GetCurrentInstant();
        var at = State is { } state && state.LastEventAt > now ? state.LastEventAt : now;
        var recorded = new RecordedAccountEvent((State?.Sequence ?? 0) + 1, at, actor, fact);
        var next = AccountFold.Apply(State, recorded);
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
        catch (JsonException damage)
        {
            throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} cannot be read.", damage);
        }
    }
}
