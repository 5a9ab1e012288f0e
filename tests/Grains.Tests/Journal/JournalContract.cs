using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Xunit;

namespace Billing.Grains.Tests.Journal;

/// <summary>What every journal promises, whatever database keeps it.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    private static readonly string[] Streams = ["org_a", "org_b", "org_c", "org_d"];

    private StoreUnderTest Store { get; set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_appended_is_read_back_to_the_letter()
    {
        var journal = Store.OpenJournal();
        JournalRecord[] records = [Some.Event("org_a", 1), Some.Event("org_a", 2, 1, """{"name":"Müller & \"Söhne\" 🎬"}"""), Some.Event("org_a", 3)];
        var result = await journal.AppendAsync(new("org_a", records, ReadModelChanges.None));

        Assert.Equal(1, result.LastPosition);
        records[1] = records[1] with { Position = 1 };
        Assert.Equal(records, await journal.ReadAsync("org_a", 0, 10, Cancellation));
        Assert.Equal(records[1..2], await journal.ReadAsync("org_a", 1, 1, Cancellation));
        Assert.Empty(await journal.ReadAsync("org_a", 3, 10, Cancellation));
        Assert.Empty(await journal.ReadAsync("org_b", 0, 10, Cancellation));
    }

    [Fact]
    public async Task What_is_not_published_has_no_position()
    {
        var journal = Store.OpenJournal();
        var result = await journal.AppendAsync(new("org_a", [Some.Event("org_a", 1)], ReadModelChanges.None));

        Assert.Null(result.LastPosition);
        Assert.Empty(await journal.ReadFeedAsync(0, 10, Cancellation));
        Assert.Equal(0, await journal.FeedHeadAsync(Cancellation));
    }

    [Fact]
    public async Task D2_a_sequence_that_exists_is_a_conflict_and_writes_nothing()
    {
        var journal = Store.OpenJournal();
        await journal.AppendAsync(Some.Append("org_a", 1, 2));
        var late = Some.Append("org_a", 2, 3, new() { Organization = Some.Organization("org_a") });

        await Assert.ThrowsAsync<JournalConflictException>(() => journal.AppendAsync(late));
        Assert.Equal(2, (await journal.ReadAsync("org_a", 0, 10, Cancellation)).Count);
        Assert.Equal(0, (await Store.ReadModel.OrganizationsAsync(new(), 10, null, Cancellation)).TotalCount);
    }

    [Theory, InlineData(2), InlineData(4)]
    public async Task D2_a_gap_is_a_conflict(long sequence)
    {
        var journal = Store.OpenJournal();
        if (sequence == 4) await journal.AppendAsync(Some.Append("org_a", 1, 2));

        await Assert.ThrowsAsync<JournalConflictException>(() => journal.AppendAsync(Some.Append("org_a", sequence)));
        await journal.AppendAsync(Some.Append("org_a", sequence - 1));
    }

    [Fact]
    public async Task Records_that_are_not_consecutive_are_the_callers_mistake()
    {
        var journal = Store.OpenJournal();
        JournalRecord[][] wrong =
        [
            [],
            [Some.Event("org_b", 1)],
            [Some.Event("org_a", 1), Some.Event("org_a", 3)],
            [Some.Event("org_a", 1), Some.Event("org_a", 1)],
        ];
        foreach (var records in wrong)
            await Assert.ThrowsAsync<ArgumentException>(() => journal.AppendAsync(new("org_a", records, ReadModelChanges.None)));
    }

    [Fact]
    public async Task A_conflict_fails_its_own_caller_while_neighbors_commit()
    {
        var journal = Store.OpenJournal();
        await journal.AppendAsync(Some.Append("org_0", 1, 2));
        var appends = Enumerable.Range(0, 200).Select(i => i % 10 == 5
            ? (Wrong: true, Task: journal.AppendAsync(Some.Append("org_0", 1, changes: new() { Account = new("acc_wrong", "Wrong") })))
            : (Wrong: false, Task: journal.AppendAsync(Some.Append($"org_{i + 1}", 1, 2)))).ToList();

        foreach (var (wrong, task) in appends)
        {
            if (wrong) await Assert.ThrowsAsync<JournalConflictException>(() => task);
            else await task;
        }
        Assert.Equal(2 + (180 * 2), (await journal.ReadFeedAsync(0, 1000, Cancellation)).Count);
        Assert.Equal(2 + (180 * 2), await journal.FeedHeadAsync(Cancellation));
        Assert.Empty((await Store.ReadModel.AccountsAsync(null, 10, null, Cancellation)).Items);
    }

    [Fact]
    public async Task A_bad_row_fails_its_own_caller_while_neighbors_commit()
    {
        var journal = Store.OpenJournal();
        var tasks = Enumerable.Range(0, 50).Select(i => journal.AppendAsync(Some.Append($"org_{i}", 1, changes: new()
        {
            Account = i == 25 ? new("acc_1", null!) : new($"acc_{i}", $"Account {i}"),
        }))).ToList();

        await Assert.ThrowsAsync<JournalUnavailableException>(() => tasks[25]);
        tasks.RemoveAt(25);
        await Task.WhenAll(tasks);
        Assert.Empty(await journal.ReadAsync("org_25", 0, 10, Cancellation));
        Assert.Equal(Enumerable.Range(1, 49).Select(i => (long?)i), (await journal.ReadFeedAsync(0, 100, Cancellation)).Select(r => r.Position));
    }

    [Fact]
    public async Task Two_appends_of_one_stream_at_once_have_one_winner()
    {
        var journal = Store.OpenJournal();
        for (var sequence = 1; sequence <= 20; sequence++)
        {
            var attempts = Enumerable.Range(0, 8).Select(_ => journal.AppendAsync(Some.Append("org_a", sequence))).ToList();
            await Assert.ThrowsAsync<JournalConflictException>(async () => await Task.WhenAll(attempts));
            Assert.Equal(1, attempts.Count(attempt => attempt.IsCompletedSuccessfully));
        }
        Assert.Equal(20, (await journal.ReadAsync("org_a", 0, 100, Cancellation)).Count);
    }

    [Fact]
    public async Task F12_the_first_write_of_a_stream_from_two_processes_has_one_winner()
    {
        IJournal[] journals = [Store.OpenJournal(), Store.OpenJournal()];
        var streams = Enumerable.Range(0, 100).Select(i => $"org_{i}").ToList();
        var races = streams.Select(stream => journals.Select((journal, process) => journal.AppendAsync(new(
            stream, [Some.Event(stream, 1, 1, $"{process}")], ReadModelChanges.None))).ToList()).ToList();
        foreach (var race in races)
        {
            await Assert.ThrowsAsync<JournalConflictException>(async () => await Task.WhenAll(race));
            var winner = race.FindIndex(attempt => attempt.IsCompletedSuccessfully);
            var stored = await journals[0].ReadAsync(streams[races.IndexOf(race)], 0, 10, Cancellation);
            Assert.Equal($"{winner}", Assert.Single(stored).Payload);
        }
    }

    /// <summary>A reader that polls while others write never sees a position before one that it has not seen.</summary>
    [Fact]
    public async Task The_feed_is_in_commit_order_without_a_hole()
    {
        IJournal[] journals = [Store.OpenJournal(), Store.OpenJournal()];
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 50; i++)
            {
                var result = await journals[writer % 2].AppendAsync(Some.Append($"org_{writer}", (i * 2) + 1, 2));
                Assert.Equal(
                    result.LastPosition, (await journals[1].ReadAsync($"org_{writer}", (i * 2) + 1, 1, Cancellation))[0].Position);
            }
        }).ToList();
        long seen = 0;
        while (seen < 8 * 50 * 2)
        {
            if (writers.Find(writer => writer.IsFaulted) is { } failed) await failed;
            foreach (var record in await journals[1].ReadFeedAsync(seen, 7, Cancellation)) Assert.Equal(++seen, record.Position);
            await Task.Yield();
        }
        await Task.WhenAll(writers);
        Assert.Empty(await journals[0].ReadFeedAsync(seen, 7, Cancellation));
    }

    [Fact]
    public async Task Public_records_are_read_by_their_own_numbers()
    {
        var journal = Store.OpenJournal();
        long?[] numbers = [null, 1, null, 2, 3, null];
        await journal.AppendAsync(new(
            "org_a", [.. numbers.Select((number, i) => Some.Event("org_a", i + 1, number))], ReadModelChanges.None));

        Assert.Equal([2L, 4, 5], (await journal.ReadPublicAsync("org_a", 0, 10, Cancellation)).Select(record => record.Sequence));
        Assert.Equal([2L], (await journal.ReadPublicAsync("org_a", 1, 1, Cancellation)).Select(record => record.PublicSequence!.Value));
        Assert.Empty(await journal.ReadPublicAsync("org_a", 3, 10, Cancellation));
        Assert.Empty(await journal.ReadPublicAsync("org_b", 0, 10, Cancellation));
    }

    [Fact]
    public async Task D1_what_was_acknowledged_is_there_for_another_connection()
    {
        var journal = Store.OpenJournal();
        var other = Store.OpenJournal();
        foreach (var sequence in Enumerable.Range(1, 25))
        {
            await Task.WhenAll(Streams.Select(stream => journal.AppendAsync(Some.Append(stream, sequence))));
            foreach (var stream in Streams)
                Assert.Equal(sequence, Assert.Single(await other.ReadAsync(stream, sequence - 1, 1, Cancellation)).Sequence);
        }
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_takes_no_more()
    {
        var journal = Store.OpenJournal();
        var appends = Enumerable.Range(0, 500).Select(i => journal.AppendAsync(Some.Append($"org_{i}", 1))).ToList();
        await ((IAsyncDisposable)journal).DisposeAsync();

        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Some.Append("org_late", 1)));
        Assert.Equal(500, (await Store.OpenJournal().ReadFeedAsync(0, 1000, Cancellation)).Count);
    }

    [Fact]
    public void Settings_are_made_once_and_kept()
    {
        var settings = Store.OpenSettings();
        Assert.Matches("^[a-z0-9]{12}$", settings.DeploymentId);
        Assert.Equal(32, settings.TokenSecret.Length);

        var again = Store.OpenSettings();
        Assert.Equal(settings.DeploymentId, again.DeploymentId);
        Assert.Equal(settings.TokenSecret.ToArray(), again.TokenSecret.ToArray());
    }

    public async ValueTask InitializeAsync() => Store = await CreateStoreAsync();

    public async ValueTask DisposeAsync()
    {
        if (Store is not null) await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StoreUnderTest> CreateStoreAsync();
}
