using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Accounts;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;
using NodaTime;

namespace Billing.Grains.Maintenance;

/// <summary>What a stream's records come to: its state and its rows, made from the journal alone.</summary>
/// <param name="Organization">Null for an account.</param>
/// <param name="At">When it was replayed: rows that say "at once" say this instant.</param>
/// <param name="Problems">What the records say against each other, or against the invariants (D9).</param>
public sealed record Replayed(OrganizationState? Organization, Domain.Accounts.Account? Account, ReadModelChanges Rows, long Sequence, Instant At,
    IReadOnlyList<string> Problems);

/// <summary>Reads streams as activations do, and looks at what those take for granted.</summary>
public sealed class Replay(IJournal journal, IMailText mailText, IClock clock)
{
    private const string AccountPrefix = "acc_";
    private const int ReadAtOnce = 1_000;

    public static bool IsAccount(string stream) => stream.StartsWith(AccountPrefix, StringComparison.Ordinal);

    /// <summary>The same, of what a snapshot shows.</summary>
    internal Replay In(ISqlReads snapshot) => new(new SqlJournalReader(snapshot), mailText, clock);

    /// <exception cref="QuarantinedException">A record cannot be read, or does not fit the ones before it.</exception>
    public Task<Replayed> RunAsync(string stream) => IsAccount(stream) ? AccountAsync(stream) : OrganizationAsync(stream);

    private async Task<Replayed> AccountAsync(string stream)
    {
        var book = new AccountBook(journal, clock, new(stream));
        await book.OpenAsync(CancellationToken.None);
        var state = book.State ?? throw new QuarantinedException($"{stream} has no records.");
        return new(null, state, new() { Account = new(state.Id.Value, state.Name) }, state.Sequence, clock.GetCurrentInstant(), []);
    }

    private async Task<Replayed> OrganizationAsync(string stream)
    {
        OrganizationState? state = null, settled = null;
        var rows = new RowWriter(mailText);
        var problems = new List<string>();
        var instant = new List<RecordedEvent>();
        await foreach (var record in RecordsAsync(stream))
        {
            var before = state;
            (state, var recorded) = OrganizationBook.Read(new(stream), state, record);
            if (record.PublicSequence is { } number && number != (before?.PublicSequence ?? 0) + 1)
                problems.Add($"public number {number} stands at sequence {record.Sequence}, after {before?.PublicSequence ?? 0}");
            if (record.PublicSequence is null != record.Position is null) problems.Add($"sequence {record.Sequence} has a public number or a position, and not both");
            rows.Add(recorded, state);
            if (instant.Count > 0 && instant[^1].At != recorded.At) Settle(before!);
            instant.Add(recorded);
        }

        if (state is null) throw new QuarantinedException($"{stream} has no records.");
        Settle(state);
        var now = clock.GetCurrentInstant();
        return new(state, null, rows.Finish(state, now), state.Sequence, now, problems);

        // What one decision wrote has one instant; in the midst of it nothing need hold.
        void Settle(OrganizationState after)
        {
            try
            {
                if (settled is not null) Invariants.Check(settled, after, instant);
            }
            catch (InvariantBrokenException broken)
            {
                problems.Add($"up to sequence {after.Sequence}: {broken.Message}");
            }

            settled = after;
            instant.Clear();
        }
    }

    private async IAsyncEnumerable<JournalRecord> RecordsAsync(string stream)
    {
        var after = 0L;
        while (true)
        {
            var page = await journal.ReadAsync(stream, after, ReadAtOnce, CancellationToken.None);
            foreach (var record in page) yield return record;
            if (page.Count < ReadAtOnce) yield break;
            after = page[^1].Sequence;
        }
    }
}
