using Billing.Contracts.ReadModel;
using System.Diagnostics;
using Billing.Grains.Journal;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Migrations;
using Npgsql;

namespace Billing.Grains.Tests.Journal.PostgreSql;

/// <summary>A server of each test's own, that is killed, stopped and made read-only under the journal.</summary>
public sealed class PostgreSqlFaultTests : IAsyncLifetime
{
    private PostgreSqlServer server = null!;
    private PostgreSqlDatabase database = null!;
    private SqlJournal journal = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await PostgreSqlServer.StartedAsync();
        await PostgreSqlMigrations.ApplyAsync(server.ConnectionString, TimeSpan.Zero, TimeProvider.System);
        database = new(server.ConnectionString);
        journal = new(database);
    }

    [Fact]
    public async Task F14_what_was_acknowledged_is_there_after_the_server_was_killed_in_mid_write_and_nothing_is_there_twice()
    {
        var acknowledged = new List<(string Stream, long Sequence)>();
        for (var round = 1; round <= 3; round++)
        {
            var writers = Enumerable.Range(0, 16).Select(writer => WriteUntilRefusedAsync($"org_{round}_{writer}")).ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
            await server.KillAsync();
            foreach (var writer in writers) acknowledged.Add(await writer);
            await server.StartAsync();
            await WaitAsync();
            foreach (var (stream, sequence) in acknowledged)
            {
                var stored = await journal.ReadAsync(stream, 0, 10_000, Cancellation);
                Assert.InRange(stored.Count, sequence, sequence + 1);       // the one without an answer may have arrived
                Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(record => record.Sequence));
            }
        }

        Assert.True(acknowledged.Sum(one => one.Sequence) > 100, "hardly anything was written");
        var feed = await journal.ReadFeedAsync(0, 100_000, Cancellation);
        Assert.Equal(Enumerable.Range(1, feed.Count).Select(number => (long?)number), feed.Select(record => record.Position));
        Assert.Equal(feed.Count, await journal.FeedHeadAsync(Cancellation));
    }

    [Fact]
    public async Task D8_a_burst_of_readers_takes_turns_on_a_bounded_number_of_connections()
    {
        await journal.AppendAsync(Some.Append("org_a", 1));
        var reads = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => journal.ReadAsync("org_a", 0, 10, Cancellation)));
        Assert.All(reads, read => Assert.Single(read));

        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'billing on %'", connection);
        Assert.InRange((long)(await count.ExecuteScalarAsync(Cancellation))!, 2, 17);       // the writer is one more
    }

    [Fact]
    public async Task F15_a_server_that_answers_nothing_is_a_refusal_within_seconds_for_all_that_wait_and_is_used_again()
    {
        await journal.AppendAsync(Some.Append("org_a", 1));
        server.Pause();
        var startedAt = Stopwatch.GetTimestamp();
        var appends = Enumerable.Range(0, 600).Select(i => journal.AppendAsync(Some.Append($"org_{i}", 1))).ToList();
        foreach (var append in appends) await Assert.ThrowsAsync<JournalUnavailableException>(() => append);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadAsync("org_a", 0, 10, Cancellation));
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0.5, 8);

        server.GoOn();
        await WaitAsync();
        Assert.Single(await journal.ReadAsync("org_a", 0, 10, Cancellation));
    }

    [Fact]
    public async Task F21_a_database_that_may_not_be_written_refuses_commands_reads_go_on_and_permission_mends_it()
    {
        await journal.AppendAsync(Some.Append("org_a", 1));
        await ExecuteAsync("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)");

        var refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Some.Append("org_a", 2)));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, Assert.IsType<PostgresException>(refusal.InnerException).SqlState);
        Assert.Single(await journal.ReadAsync("org_a", 0, 10, Cancellation));

        await ExecuteAsync("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)");
        Assert.Equal(2, (await journal.AppendAsync(Some.Append("org_a", 2))).LastPosition);
    }

    [Theory, InlineData("fsync"), InlineData("synchronous_commit"), InlineData("full_page_writes")]
    public async Task A_server_that_may_lose_what_it_acknowledges_is_refused(string setting)
    {
        await ExecuteAsync($"ALTER SYSTEM SET {setting} = off", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)");
        var refusal = await Assert.ThrowsAsync<UnsuitableDatabaseException>(() =>
            PostgreSqlMigrations.ApplyAsync(server.ConnectionString, TimeSpan.Zero, TimeProvider.System));
        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
        await using var later = new SqlJournal(database);
        Assert.IsType<UnsuitableDatabaseException>((await Assert.ThrowsAsync<JournalUnavailableException>(() => later.AppendAsync(Some.Append("org_a", 1)))).InnerException);
    }

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        database.Dispose();
        await server.DisposeAsync();
    }

    private async Task<(string, long)> WriteUntilRefusedAsync(string stream)
    {
        for (var sequence = 1L; ; sequence++)
        {
            try
            {
                await journal.AppendAsync(Some.Append(stream, sequence));
            }
            catch (JournalUnavailableException)
            {
                return (stream, sequence - 1);
            }
        }
    }

    /// <summary>Until an append is answered again.</summary>
    private async Task WaitAsync()
    {
        var stream = $"org_wait_{Guid.NewGuid():N}";
        for (var tries = 0; ; tries++)
        {
            try
            {
                await journal.AppendAsync(Some.Append(stream, 1));
                return;
            }
            catch (JournalUnavailableException) when (tries < 50)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
            }
            catch (JournalConflictException)
            {
                return;     // an append without an answer had arrived
            }
        }
    }

    private async Task ExecuteAsync(params string[] commands)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync(Cancellation);
        foreach (var text in commands)
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
