using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Grains.Organizations;

namespace Billing.Grains.Journal;

/// <summary>Published events, read from the journal itself.</summary>
public sealed class JournalEventReads(IJournal journal) : IEventReads
{
    public async Task<IReadOnlyList<PublishedEventView>> ReadAsync(
        OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        var records = await journal.ReadPublicAsync(organization.Value, afterSequence, limit, cancellationToken);
        return [.. records.Select(View)];
    }

    public async Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken)
    {
        var records = await journal.ReadFeedAsync(afterPosition, limit, cancellationToken);
        return [.. records.Select(View)];
    }

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => journal.FeedHeadAsync(cancellationToken);

    private static PublishedEventView View(JournalRecord record) => new(
        new(record.Stream), record.PublicSequence!.Value, record.At, record.Actor, JournalMapping.Read(record).Event, record.Position);
}
