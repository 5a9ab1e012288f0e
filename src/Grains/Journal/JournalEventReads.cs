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
        return [.. records.Select(record => new PublishedEventView(
            organization, record.PublicSequence!.Value, record.At, record.Actor, JournalMapping.Read(record).Event, record.Position))];
    }
}
