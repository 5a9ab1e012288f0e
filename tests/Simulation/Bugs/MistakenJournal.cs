using Billing.Contracts.ReadModel;
using System.Collections.Immutable;
using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Simulation.Tests.Running;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests.Bugs;

/// <summary>A store, or a use of it, with one mistake.</summary>
internal sealed class MistakenJournal(History history, Process process, IJournal inner, Wire wire) : IJournal
{
    public Task<AppendResult> AppendAsync(JournalAppend append) => history.Bug switch
    {
        Bug.ConflictSwallowed => UnlessAsync<JournalConflictException>(append),
        Bug.TimeOutTakenForWritten => UnlessAsync<JournalUnavailableException>(append),
        Bug.AppendRetriedInPlace => RetriedAsync(append),
        Bug.AppendWithoutTheFence => ForcedAsync(append),
        Bug.IdentityColumnForTheFeed => PlacedAsync(append, history.Reserve(append.Records.Count(record => record.PublicSequence is not null))),
        Bug.AcknowledgedBeforeDurable => AtOnceAsync(append),
        Bug.AppendNotAtomic when append.Records.Count > 1 => InPartsAsync(append),
        Bug.PublicNumberFromASequence => NumberedAsync(append),
        Bug.MailRowsForgotten => inner.AppendAsync(append with { Changes = append.Changes with { Mail = [] } }),
        Bug.DatedByTheWallClock => inner.AppendAsync(append with { Records = [.. append.Records.Select(record => record with { At = process.GetCurrentInstant() })] }),
        Bug.GraceOf71Hours => inner.AppendAsync(append with { Records = [.. append.Records.Select(Hurried)] }),
        Bug.PublishedBeforeTheCommit => ToldFirstAsync(append),
        _ => inner.AppendAsync(append),
    };

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken) =>
        (history.Bug == Bug.OnlyTheSnapshotRead && afterSequence > 0 && limit > 1) || (history.Bug == Bug.RefusalNotFenced && limit == 1)
            ? Task.FromResult<IReadOnlyList<JournalRecord>>([]) : inner.ReadAsync(stream, afterSequence, limit, cancellationToken);

    public Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadPublicAsync(stream, afterPublicSequence, limit, cancellationToken);

    public Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        inner.ReadFeedAsync(afterPosition, limit, cancellationToken);

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => inner.FeedHeadAsync(cancellationToken);

    private async Task<AppendResult> UnlessAsync<TFailure>(JournalAppend append)
        where TFailure : Exception
    {
        try { return await inner.AppendAsync(append); }
        catch (TFailure) { return new(null); }
    }

    /// <summary>What conflicts the second time must have been written the first.</summary>
    private async Task<AppendResult> RetriedAsync(JournalAppend append)
    {
        try { return await inner.AppendAsync(append); }
        catch (JournalUnavailableException) { return await UnlessAsync<JournalConflictException>(append); }
    }

    private Task<AppendResult> ForcedAsync(JournalAppend append) => Calling(append, () =>
    {
        var records = history.Store.Records(append.Stream);
        var (sequence, number) = (records.Count, records.Count(record => record.PublicSequence is not null));
        ImmutableArray<JournalRecord> placed =
            [.. append.Records.Select(record => record with { Sequence = ++sequence, PublicSequence = record.PublicSequence is null ? null : ++number })];
        return history.Store.Write(append with { Records = placed }, null);
    });

    private Task<AppendResult> PlacedAsync(JournalAppend append, long first) => Calling(append, () =>
    {
        if (append.Records[0].Sequence != history.Store.Records(append.Stream).Count + 1) throw new JournalConflictException(append.Stream, append.Records[0].Sequence);
        return history.Store.Write(append, first);
    });

    private Task<AppendResult> Calling(JournalAppend append, Func<AppendResult> effect) => wire.CallAsync(
        Peer.Store, $"append {append.Records[^1].Kind}", effect, () => throw new JournalUnavailableException("The store does not answer.", new TimeoutException()));

    private Task<AppendResult> AtOnceAsync(JournalAppend append)
    {
        _ = UnlessAsync<Exception>(append);
        return Task.FromResult(new AppendResult(null));
    }

    private async Task<AppendResult> InPartsAsync(JournalAppend append)
    {
        await inner.AppendAsync(append with { Records = [.. append.Records.Take(1)] });
        return await inner.AppendAsync(append with { Records = [.. append.Records.Skip(1)] });
    }

    /// <summary>As a database's sequence does it: what was taken for an append that failed is gone.</summary>
    private async Task<AppendResult> NumberedAsync(JournalAppend append)
    {
        var numbered = append with { Records = [.. append.Records.Select(record => record with { PublicSequence = record.PublicSequence + history.Skipped })] };
        try { return await inner.AppendAsync(numbered); }
        catch (JournalConflictException)
        {
            history.Skipped += append.Records.Count(record => record.PublicSequence is not null);
            throw;
        }
    }

    private static JournalRecord Hurried(JournalRecord record)
    {
        if (JournalMapping.Read(record).Event is not AccountStatusChanged { Deadline: { } deadline } changed) return record;
        return record with { Payload = JsonSerializer.Serialize(changed with { Deadline = deadline - Duration.FromHours(1) }, BillingJson.Options) };
    }

    private Task<AppendResult> ToldFirstAsync(JournalAppend append)
    {
        var views = append.Records.Where(record => record.PublicSequence is not null).Select((record, index) => new Contracts.ReadModel.PublishedEventView(
            new(record.Stream), record.PublicSequence!.Value, record.At, record.Actor, JournalMapping.Read(record).Event, history.Store.Head + 1 + index)).ToList();
        process.Hub.Publish(views);
        return inner.AppendAsync(append);
    }
}
