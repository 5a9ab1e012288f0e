using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Maintenance;
using Billing.Grains.Tests.Journal;
using Billing.Grains.Tests.Journal.PostgreSql;
using Billing.Grains.Tests.Organizations;
using Dapper;

namespace Billing.Grains.Tests.Maintenance;

/// <summary>PostgreSQL serves any number of processes: those that write and the one that makes rows anew keep each other out.</summary>
public sealed class WriterLockTests(SharedServer server) : IAsyncLifetime
{
    private PostgreSqlStore store = null!;
    private PostgreSqlDatabase database = null!;
    private SqlJournal journal = null!;

    public async ValueTask InitializeAsync()
    {
        store = await PostgreSqlStore.CreateAsync(server);
        (database, journal) = (store.OpenDatabase(), (SqlJournal)store.OpenJournal());
    }

    [Fact]
    public async Task A_rebuild_is_refused_beside_whoever_has_written_and_names_him()
    {
        await journal.AppendAsync(Some.Append("org_a", 1));
        var refusal = await Assert.ThrowsAsync<WritersPresentException>(() => RebuildAsync());
        Assert.Contains($"billing on {Environment.MachineName}", refusal.Message, StringComparison.Ordinal);
        await journal.AppendAsync(Some.Append("org_a", 2));

        await journal.DisposeAsync();
        await RebuildAsync();
    }

    [Fact]
    public async Task A_rebuild_is_refused_beside_a_silo_that_has_nothing_to_write()
    {
        using (var session = database.OpenWriterSession())
        {
            Assert.True(session.IsHeld());
            await Assert.ThrowsAsync<WritersPresentException>(() => RebuildAsync());
        }

        await RebuildAsync();
    }

    /// <summary>A rebuild that goes on for as long as its first unreadable history is being told.</summary>
    [Fact]
    public async Task While_rows_are_made_anew_nothing_is_written_no_silo_starts_and_no_other_rebuild_either_and_then_all_goes_on()
    {
        await journal.AppendAsync(Some.Append("org_a", 1));
        await journal.DisposeAsync();
        journal = (SqlJournal)store.OpenJournal();
        Task? written = null;
        await RebuildAsync(() =>
        {
            written = journal.AppendAsync(Some.Append("org_a", 2));
            Assert.Throws<RebuildUnderWayException>(database.OpenWriterSession);
            Assert.Throws<WritersPresentException>(database.OpenRowRebuild);
            ((IAsyncResult)written).AsyncWaitHandle.WaitOne();
        });
        Assert.IsType<RebuildUnderWayException>((await Assert.ThrowsAsync<JournalUnavailableException>(() => written!)).InnerException);

        await journal.AppendAsync(Some.Append("org_a", 2));
        await Assert.ThrowsAsync<WritersPresentException>(() => RebuildAsync());
    }

    [Fact]
    public async Task Whose_connection_was_lost_no_longer_holds_the_lock_and_knows_it()
    {
        using var lost = database.OpenWriterSession();
        await LoseConnectionsAsync();
        Assert.False(lost.IsHeld());
        await RebuildAsync();
        using var again = database.OpenWriterSession();
        Assert.True(again.IsHeld());
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task RebuildAsync(Action? meanwhile = null)
    {
        var world = new World(Samples.Start);
        return new Rebuild(database, new(journal, world.Mail, world.Clock)).RunAsync((_, _) => { }, (_, _) => meanwhile?.Invoke());
    }

    /// <summary>As a server that is started again does it.</summary>
    private async Task LoseConnectionsAsync()
    {
        await using var connection = database.OpenWriter();
        await connection.ExecuteAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
