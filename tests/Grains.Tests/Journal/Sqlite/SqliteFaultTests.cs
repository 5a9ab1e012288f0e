using Billing.Contracts.ReadModel;
using System.Diagnostics;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Billing.Grains.Tests.Journal.Sqlite;

public sealed class SqliteFaultTests : IAsyncDisposable
{
    private readonly SqliteStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F21_a_full_disk_refuses_commands_reads_go_on_and_room_mends_it()
    {
        using var disk = new SmallDisk(_store.Directory);
        await using var journal = new SqlJournal(disk);
        await journal.AppendAsync(Some.Append("org_a", 1));
        var large = new string('x', 200_000);
        Task<AppendResult> Append(long sequence) =>
            journal.AppendAsync(new("org_a", [Some.Event("org_a", sequence, sequence, large)], ReadModelChanges.None));

        var refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => Append(2));
        Assert.Equal(13, Assert.IsType<SqliteException>(refusal.InnerException).SqliteErrorCode);
        Assert.Single(await journal.ReadAsync("org_a", 0, 10, Cancellation));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Append(2));

        disk.HasRoom = true;
        await Append(2);
        Assert.Equal(2, (await journal.ReadAsync("org_a", 0, 10, Cancellation)).Count);
    }

    [Fact]
    public async Task F21_a_read_only_store_refuses_commands_until_it_can_be_written()
    {
        using var disk = new SmallDisk(_store.Directory) { IsReadOnly = true };
        await using var journal = new SqlJournal(disk);
        var refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Some.Append("org_a", 1)));
        Assert.Equal(8, Assert.IsType<SqliteException>(refusal.InnerException).SqliteErrorCode);
        Assert.Empty(await journal.ReadFeedAsync(0, 10, Cancellation));

        disk.IsReadOnly = false;
        Assert.Equal(1, (await journal.AppendAsync(Some.Append("org_a", 1))).LastPosition);
    }

    [Fact]
    public async Task F15_a_lock_that_another_holds_is_refused_within_two_seconds_for_all_that_wait()
    {
        var journal = _store.OpenJournal();
        await journal.AppendAsync(Some.Append("org_a", 1));
        using (var other = _store.Database.OpenWriter())
        using (other.BeginTransaction(deferred: false))
        {
            var startedAt = Stopwatch.GetTimestamp();
            var appends = Enumerable.Range(0, 600).Select(i => journal.AppendAsync(Some.Append($"org_{i}", 1))).ToList();
            foreach (var append in appends) await Assert.ThrowsAsync<JournalUnavailableException>(() => append);
            Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 1, 2);
            Assert.Single(await journal.ReadAsync("org_a", 0, 10, Cancellation));
        }
        await journal.AppendAsync(Some.Append("org_a", 2));
    }

    [Fact]
    public async Task F14_a_file_that_vanishes_and_comes_back_is_used_again()
    {
        var journal = _store.OpenJournal();
        using var hidden = new SqliteDatabase(Path.Combine(_store.Directory, "elsewhere"));
        await using var lost = new SqlJournal(hidden);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => lost.AppendAsync(Some.Append("org_a", 1)));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => lost.ReadAsync("org_a", 0, 10, Cancellation));

        Directory.CreateDirectory(Path.Combine(_store.Directory, "elsewhere"));
        Migrations.SqliteMigrations.Apply(Path.Combine(_store.Directory, "elsewhere"));
        await lost.AppendAsync(Some.Append("org_a", 1));
        Assert.Single(await lost.ReadAsync("org_a", 0, 10, Cancellation));
        Assert.Empty(await journal.ReadAsync("org_a", 0, 10, Cancellation));
    }

    [Fact]
    public void Every_connection_syncs_each_commit_and_waits_for_locks()
    {
        using var writer = _store.Database.OpenWriter();
        using var reader = _store.Database.OpenReader();
        foreach (var connection in new[] { writer, reader })
        {
            Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
            Assert.Equal(2L, Scalar(connection, "PRAGMA synchronous"));
            Assert.Equal(1L, Scalar(connection, "PRAGMA foreign_keys"));
            Assert.Equal(1500L, Scalar(connection, "PRAGMA busy_timeout"));
        }
        Assert.Equal(8, Assert.Throws<SqliteException>(() => Scalar(reader, "DELETE FROM feed RETURNING 1")).SqliteErrorCode);
    }

    [Fact]
    public void A_connection_that_does_not_take_its_settings_is_not_used()
    {
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();
        Assert.Throws<InvalidOperationException>(() => SqlitePragmas.Apply(memory, SqliteDatabase.BusyTimeout));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

#pragma warning disable CA2100 // Constants of this file.
    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteScalar();
    }
#pragma warning restore CA2100

    /// <summary>A disk without room for one page more, or that cannot be written, until it is told otherwise.</summary>
    private sealed class SmallDisk(string directory) : SqliteDatabase(directory)
    {
        public bool HasRoom { get; set; }

        public bool IsReadOnly { get; set; }

        public override SqliteConnection OpenWriter()
        {
            var connection = base.OpenWriter();
            if (!HasRoom) Scalar(connection, "PRAGMA max_page_count = 1");
            if (IsReadOnly) Scalar(connection, "PRAGMA query_only = ON");
            return connection;
        }
    }
}
