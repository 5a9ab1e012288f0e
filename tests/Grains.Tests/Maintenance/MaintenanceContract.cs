using Billing.Domain.Payments;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Scenario = Billing.Grains.Tests.Organizations.Scenario;

namespace Billing.Grains.Tests.Maintenance;

/// <summary>What verify and rebuild promise, whatever database keeps the journal.</summary>
public abstract class MaintenanceContract : MaintenanceFixture
{
    /// <summary>1: every flow; more where the database takes its time.</summary>
    protected virtual int OneOf => 1;

    private static Scenario Purchase => Scenarios.All.Single(scenario => scenario.Name == "purchase");

    /// <summary>The flows that the crash matrix knows: nothing is found in what the engine has written, and its rows can be made anew, keys included.</summary>
    [Fact]
    public async Task What_the_engine_writes_is_sound_and_its_rows_made_anew_are_the_same()
    {
        foreach (var scenario in Scenarios.All.Where((_, index) => index % OneOf == 0))
        {
            foreach (var table in RowTables.Append("event")) Execute($"DELETE FROM {table}");
            Execute("UPDATE feed SET position = 0");
            var world = await LiveAsync(scenario);
            var found = await FindAsync(world);
            Assert.True(found.Length == 0, $"{scenario.Name}: {found}");
            var before = Dump();
            foreach (var table in RowTables) Execute($"DELETE FROM {table}");
            await RebuildAsync(world);
            Assert.True(before == Dump(), $"{scenario.Name}: the rows made anew are others:\n{before}\n---\n{Dump()}");
            Assert.Equal("", await FindAsync(world));
        }
    }

    [Fact]
    public async Task A_rebuild_that_was_ended_goes_on_where_it_was_and_rows_keep_their_order()
    {
        var world = await LiveAsync(Purchase);
        foreach (var number in Enumerable.Range(2, 6)) await AccountAsync(world, new($"acc_{9 - number}"));
        var before = Dump();
        foreach (var table in RowTables) Execute($"DELETE FROM {table}");

        await Assert.ThrowsAsync<OperationCanceledException>(() => RebuildAsync(world, (done, _) =>
        {
            if (done == 3) throw new OperationCanceledException();
        }));
        Assert.Equal(8 - 3, await RebuildAsync(world));
        Assert.Equal(before, Dump());
        Assert.Equal(8, await RebuildAsync(world));
    }

    [Fact]
    public async Task A_lost_row_gets_its_place_back_among_those_that_are_there()
    {
        var world = await LiveAsync(Purchase);
        foreach (var number in Enumerable.Range(2, 6)) await AccountAsync(world, new($"acc_{9 - number}"));
        var before = Dump();
        Execute("DELETE FROM account WHERE id IN ('acc_6', 'acc_5')");

        await RebuildAsync(world);
        Assert.Equal(before, Dump());
        await AccountAsync(world, new("acc_later"));
        Assert.Equal("acc_later", (await Store.ReadModel.AccountsAsync(null, 50, null, TestContext.Current.CancellationToken)).Items[^1].Row.Id);
    }

    [Theory]
    [InlineData("DELETE FROM event WHERE stream = 'acc_1' AND sequence = 2", "acc_1: acc_1: sequence 3 stands where 2 belongs.")]
    [InlineData("DELETE FROM event WHERE stream = 'acc_1' AND sequence = 1", "acc_1: acc_1: sequence 2 stands where 1 belongs.")]
    [InlineData("UPDATE event SET payload = 'null' WHERE stream = 'acc_1' AND sequence = 2", "acc_1: acc_1 2: organization-ordered does not fit")]
    [InlineData("DELETE FROM event WHERE stream = 'acc_1'", "org_1: its account acc_1 has not ordered it")]
    [InlineData("DELETE FROM event WHERE stream = 'acc_1'", "acc_1: it has rows, and no history")]
    [InlineData("DELETE FROM event WHERE stream = 'org_1'", "acc_1: its organization org_1 was made, and has no history")]
    [InlineData("DELETE FROM event WHERE stream = 'org_1' AND sequence = 3", "org_1: org_1: sequence 4 stands where 3 belongs.")]
    [InlineData("UPDATE event SET payload = replace(payload, '\"amountDue\":\"', '\"amountDue\":\"1') WHERE kind = 'invoice-issued'", "total less credit is not the amount due")]
    [InlineData("UPDATE organization SET next_due_at = NULL", "org_1: what is due wakes it at no time, should be ")]
    [InlineData("UPDATE organization SET next_effect_at = 99999999999999999", "org_1: mail or a payment wakes it at ")]
    [InlineData("UPDATE organization SET folded = 'ANOTHER'", "org_1: searches for its name do not find it")]
    [InlineData("UPDATE organization SET name = 'Another'", "org_1: its row has another name")]
    [InlineData("UPDATE mail SET recipients = '[]' WHERE number = 1", "org_1: 2 mail rows differ")]
    [InlineData("UPDATE mail SET invoice_number = '0009' WHERE number = 1", "org_1: 2 mail rows differ")]
    [InlineData("DELETE FROM member", "org_1: 2 member rows differ")]
    [InlineData("INSERT INTO account(id, name, folded) VALUES('acc_ghost', 'Ghost', 'GHOST')", "acc_ghost: it has rows, and no history")]
    [InlineData("UPDATE feed SET position = position + 1", "feed: the feed has ")]
    public async Task Damage_is_found_and_what_is_wrong_with_rows_is_mended_by_a_rebuild(string damage, string finding)
    {
        // In real time, so that something is due.
        var world = await LiveAsync(Scenarios.All.First(scenario => !scenario.OnTestClock));
        Execute(damage);
        Assert.Contains(finding, await FindAsync(world), StringComparison.Ordinal);
        if (damage.Contains("event", StringComparison.Ordinal) || damage.Contains("feed", StringComparison.Ordinal)) return;
        await RebuildAsync(world);
        Assert.Equal("", await FindAsync(world));
    }

    [Fact]
    public async Task Money_is_held_against_what_the_provider_took_and_gave_back()
    {
        var world = await LiveAsync(Purchase);
        Assert.Equal("", await FindAsync(world, world.Stripe));

        var known = world.Stripe.Intents.Last().View;
        world.Stripe.Charge("cus_lost", 700, known.Metadata with { OrganizationId = "org_lost", InvoiceId = "inv_lost" });
        world.Stripe.Charge("cus_others", 800, known.Metadata with { Deployment = "dep_others" });
        world.Stripe.Charge(known.CustomerId, 900, known.Metadata with { InvoiceId = "inv_lost" });
        world.Stripe.Change(known.Id, intent => intent with { Amount = intent.Amount + 1 });
        world.Stripe.Change(world.Stripe.Intents.First().Id, intent => intent with { Metadata = intent.Metadata with { InvoiceNumber = "0009", OrganizationId = "org_9" } });
        var found = await FindAsync(world, world.Stripe);
        Assert.Contains("org_lost: payment", found, StringComparison.Ordinal);
        Assert.Contains("took 700 USD, and no organization has its customer cus_lost", found, StringComparison.Ordinal);
        Assert.Contains("took 900 USD, and no invoice knows it", found, StringComparison.Ordinal);
        Assert.Contains("invoice 0002 (Paid) says", found, StringComparison.Ordinal);
        Assert.Contains("of invoice 0001 is marked as organization org_9's, invoice 0009", found, StringComparison.Ordinal);
        Assert.DoesNotContain("800", found, StringComparison.Ordinal);
    }

    /// <summary>In real time nobody looked for months: each renewal is written as of the last event, which is that of the renewal before it.</summary>
    [Fact]
    public async Task Several_renewals_at_one_instant_are_sound()
    {
        var world = await LiveAsync(new("late", false, Scenarios.StartedAsync, late => late.WakeAtAsync(Samples.Utc(2025, 6, 20))));
        var started = world.Journal.Appends.SelectMany(append => append.Records).Where(record => record.Kind == "period-started").ToList();
        Assert.True(started.GroupBy(record => record.At).Any(same => same.Count() > 1), string.Join(", ", started.Select(record => record.At)));
        Assert.Equal("", await FindAsync(world));
    }

    /// <summary>More than are listed at once.</summary>
    [Fact]
    public async Task Every_stream_is_rebuilt_once_however_many_there_are()
    {
        var world = await LiveAsync(Purchase);
        foreach (var number in Enumerable.Range(0, 998)) await AccountAsync(world, new($"acc_x{number * 7 % 998}"));
        var before = Dump();
        foreach (var table in RowTables) Execute($"DELETE FROM {table}");
        Assert.Equal(1_000, await RebuildAsync(world));
        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_no_finding()
    {
        var world = await LiveAsync(Purchase);
        world.Provider.Down = true;
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => FindAsync(world, world.Stripe));
    }
}
