using System.Text;
using Billing.Grains.Journal;
using Billing.Grains.Maintenance;
using Billing.Grains.Migrations;
using Billing.Grains.Tests.Organizations;
using NodaTime;

namespace Billing.Grains.Tests.Maintenance;

/// <summary>What verify and export promise beside a service that goes on writing, whatever database keeps the journal.</summary>
public abstract class BesideContract : MaintenanceFixture
{
    /// <summary>The table that lists migrations, its column, and the beginning of the names in it.</summary>
    protected abstract (string Table, string Column, string Folder) Migrations { get; }

    [Theory, InlineData("purchase"), InlineData("two renewals"), InlineData("refund")]
    public async Task A_history_that_grows_whenever_it_is_looked_at_is_no_finding(string life)
    {
        var world = await LiveAsync(Scenarios.All.Single(scenario => scenario.Name == life), later: 6);
        var later = new Queue<JournalAppend>(world.Journal.Appends.TakeLast(6));
        // The clock is asked when a history has been read, before its rows are.
        var clock = new WritingClock(world.Clock, async () =>
        {
            if (later.TryDequeue(out var next)) await Journal.AppendAsync(next);
        });
        while (later.Count > 0) Assert.Equal("", await FindAsync(world, clock: clock));
        Assert.Equal("", await FindAsync(world, world.Stripe));
    }

    /// <summary>A charge that the history did not know at the first look, and does at the second.</summary>
    [Fact]
    public async Task A_charge_that_is_made_while_the_provider_is_asked_is_no_finding()
    {
        var world = await LiveAsync(Scenarios.All.Single(scenario => scenario.Name == "purchase"), later: 4);
        Assert.NotEqual("", await FindAsync(world, world.Stripe));
        var clock = new WritingClock(world.Clock, async () =>
        {
            var stored = (await Journal.ReadAsync("org_1", 0, int.MaxValue, CancellationToken.None)).Count;
            foreach (var append in world.Journal.Appends.Where(append => append.Records[0].Sequence > stored)) await Journal.AppendAsync(append);
        });
        Assert.Equal("", await FindAsync(world, world.Stripe, clock));
    }

    [Fact]
    public async Task An_export_is_of_the_instant_at_which_it_began()
    {
        var world = await LiveAsync(Scenarios.All.Single(scenario => scenario.Name == "purchase"), later: 1);
        var last = world.Journal.Appends[^1];
        await using var output = new WritingStream(() => Journal.AppendAsync(last));
        Assert.True(await new Export(Database, ReplayOf(world)).WriteAsync("acc_1", output));
        Assert.True((await Journal.ReadAsync("org_1", last.Records[0].Sequence - 1, 1, TestContext.Current.CancellationToken)).Count > 0);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3 + last.Records[0].Sequence - 1, lines.Length);
    }

    [Fact]
    public async Task A_database_of_another_version_is_left_alone()
    {
        await SchemaHistory.RequireCurrentAsync(Database, "Here");
        var (table, column, folder) = Migrations;
        Execute($"UPDATE {table} SET {column} = '{folder}9999_later.sql' WHERE {column} = '{folder}0002_read_model.sql'");
        Assert.StartsWith("Here is of a newer version", (await RefusalAsync()).Message, StringComparison.Ordinal);
        Execute($"DELETE FROM {table} WHERE {column} = '{folder}9999_later.sql'");
        Assert.StartsWith("Here is of an older version", (await RefusalAsync()).Message, StringComparison.Ordinal);
        Execute($"DROP TABLE {table}");
        Assert.StartsWith("Here is not a database of this program", (await RefusalAsync()).Message, StringComparison.Ordinal);
    }

    private Task<SchemaDiffersException> RefusalAsync() => Assert.ThrowsAsync<SchemaDiffersException>(() => SchemaHistory.RequireCurrentAsync(Database, "Here"));

    private sealed class WritingClock(IClock clock, Func<Task> write) : IClock
    {
        public Instant GetCurrentInstant()
        {
            write().Wait();
            return clock.GetCurrentInstant();
        }
    }

    /// <summary>After the first line somebody writes.</summary>
    private sealed class WritingStream(Func<Task> write) : MemoryStream
    {
        private bool written;

        public override void WriteByte(byte value)
        {
            base.WriteByte(value);
            if (!written) write().Wait();
            written = true;
        }
    }
}
