using Billing.Contracts;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Grains.Events;
using Billing.Grains.Organizations;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Journal;

/// <summary>Published events, read from the journal itself. What this version cannot read closes its own organization's stream, and no other (D10).</summary>
public sealed class JournalEventReads(IJournal journal, ILogger<JournalEventReads> log) : IEventReads
{
    private long lastTold;

    /// <exception cref="UnavailableException">There is an event that this version cannot read.</exception>
    public async Task<IReadOnlyList<PublishedEventView>> ReadAsync(
        OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        var records = await journal.ReadPublicAsync(organization.Value, afterSequence, limit, cancellationToken);
        try
        {
            return [.. records.Select(View)];
        }
        catch (QuarantinedException)
        {
            throw GrainFailures.Quarantined("organization");
        }
    }

    /// <summary>An event that cannot be read is passed over: nobody else's may wait behind it.</summary>
    public async Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await journal.ReadFeedAsync(afterPosition, limit, cancellationToken);
            var views = records.Select(TryView).OfType<PublishedEventView>().ToList();
            if (views.Count > 0 || records.Count == 0) return views;
            afterPosition = records[^1].Position!.Value;
        }
    }

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => journal.FeedHeadAsync(cancellationToken);

    private PublishedEventView? TryView(JournalRecord record)
    {
        try
        {
            return View(record);
        }
        catch (QuarantinedException reason)
        {
            // Every reader of the feed comes past it, and each poll: it is told of once.
            if (record.Position!.Value <= Volatile.Read(ref lastTold)) return null;
            Volatile.Write(ref lastTold, record.Position!.Value);
            log.PassedOver(reason.Message);
            return null;
        }
    }

    private static PublishedEventView View(JournalRecord record) => new(
        new(record.Stream), record.PublicSequence!.Value, record.At, record.Actor, JournalMapping.Read(record).Event, record.Position);
}
