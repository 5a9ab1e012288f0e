using Billing.Contracts;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Journal;
using Billing.Grains.Tests.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Billing.Grains.Tests.Events;

/// <summary>What a gateway reads whose version does not know every event (D10, F25).</summary>
public sealed class JournalEventReadsTests : IAsyncDisposable
{
    private readonly SqliteStore store = new();

    [Theory, InlineData(1), InlineData(2), InlineData(100)]
    public async Task D10_the_feed_passes_over_an_event_that_is_not_known_here_and_only_its_own_organization_is_closed(int limit)
    {
        var journal = store.OpenJournal();
        foreach (var (organization, sequence, isKnown) in new[] { ("org_a", 1, true), ("org_b", 1, false), ("org_b", 2, false), ("org_a", 2, true) })
            await journal.AppendAsync(new(organization, [Record(organization, sequence, isKnown)], ReadModelChanges.None));
        var reads = new JournalEventReads(journal, NullLogger<JournalEventReads>.Instance);

        var told = new List<long>();
        for (var page = await PageAsync(0); page.Count > 0; page = await PageAsync(told[^1])) told.AddRange(page.Select(view => view.Position!.Value));
        Assert.Equal([1, 4], told);
        Assert.Equal(2, (await reads.ReadAsync(new("org_a"), 0, 100, TestContext.Current.CancellationToken)).Count);
        await Assert.ThrowsAsync<UnavailableException>(() => reads.ReadAsync(new("org_b"), 0, 100, TestContext.Current.CancellationToken));

        Task<IReadOnlyList<PublishedEventView>> PageAsync(long after) => reads.ReadFeedAsync(after, limit, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static JournalRecord Record(string organization, long sequence, bool isKnown)
    {
        var record = JournalMapping.Write(new OrganizationId(organization), new(sequence, sequence, Some.At, "staff", new OrganizationUpdated("Acme", "UTC")));
        return isKnown ? record : record with { Kind = "not-known-yet" };
    }
}
