using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Grains.Tests.Organizations;

/// <summary>A test clock goes any distance in bounded turns, and a jump is a walk (P16, A57, D8).</summary>
public sealed class TestClockTests
{
    private static readonly Instant TenYearsOn = Utc(2035, 3, 11);

    [Fact]
    public async Task P16_ten_years_in_one_jump_are_ten_years_month_by_month()
    {
        var (jumped, walked) = (await StartedAsync(), await StartedAsync());
        var turns = 0;
        var engine = await jumped.EngineAsync();
        while (!(await engine.AdvanceAsync(TenYearsOn)).Done) turns++;
        for (var at = Start + Duration.FromDays(20); at < TenYearsOn; at += Duration.FromDays(20)) await walked.AdvanceAsync(at);
        await walked.AdvanceAsync(TenYearsOn);
        await jumped.SettleAsync();

        Assert.InRange(turns, 1, 4);
        Assert.Equal(121, jumped.State.Invoices.Count);
        Assert.All(jumped.State.Invoices, invoice => Assert.Equal(InvoiceStatus.Paid, invoice.Status));
        Assert.Equal(Books.Of(walked), Books.Of(jumped));
        Assert.Empty(await Checks.AllAsync(jumped));
    }

    [Fact]
    public async Task D8_one_turn_works_off_no_more_entries_than_its_bound()
    {
        var world = await StartedAsync();

        var answer = await (await world.EngineAsync()).AdvanceAsync(TenYearsOn);

        Assert.Equal((false, null), (answer.Done, answer.Error));
        Assert.Equal(OrganizationEngine.EntriesPerTurn, world.State.Invoices.Count - 1 + world.State.Storage.Months.Count);
        Assert.Equal(Start, world.State.TestClock);
    }

    [Fact]
    public async Task A57_an_advance_that_crashes_between_its_turns_goes_on_where_it_was()
    {
        var (whole, broken) = (await StartedAsync(), await StartedAsync());
        await whole.AdvanceAsync(TenYearsOn);
        while (!(await (await broken.EngineAsync()).AdvanceAsync(TenYearsOn)).Done) broken.Kill();
        await broken.SettleAsync();

        Assert.Equal(Books.Of(whole), Books.Of(broken));
    }

    [Fact]
    public async Task A57_the_answer_tells_every_published_event_once()
    {
        var world = await StartedAsync();
        var engine = await world.EngineAsync();
        var before = world.State.PublicSequence;
        var told = new List<long>();
        while (true)
        {
            var answer = await engine.AdvanceAsync(Utc(2031, 1, 1));
            told.AddRange(answer.Events.Select(published => published.Sequence));
            if (answer.Done) break;
        }

        Assert.Equal(Enumerable.Range((int)before + 1, (int)(world.State.PublicSequence - before)).Select(number => (long)number), told);
    }

    [Fact]
    public async Task A57_only_a_test_account_has_a_clock_to_advance_and_it_never_goes_back()
    {
        var real = new World(Start);
        await real.CreateAsync(onTestClock: false);
        Assert.Equal(ErrorCode.NotATestAccount, (await (await real.EngineAsync()).AdvanceAsync(TenYearsOn)).Error?.Code);

        var world = await StartedAsync();
        await world.AdvanceAsync(Utc(2025, 3, 20));
        var sequence = world.State.Sequence;
        var back = await (await world.EngineAsync()).AdvanceAsync(Utc(2025, 3, 15));
        Assert.Equal((true, sequence, Utc(2025, 3, 20)), (back.Done, world.State.Sequence, world.State.TestClock));
    }

    [Fact]
    public async Task P12_ten_months_of_downtime_are_caught_up_with_dates_as_they_were_due()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: false);
        await Scenarios.StartedAsync(world);

        await world.WakeAtAsync(Utc(2026, 1, 12));

        Assert.Equal(11, world.State.Invoices.Count);
        Assert.All(world.State.Invoices.Skip(1), invoice => Assert.Equal(invoice.Period!.Value.StartsAt, invoice.IssuedAt));
        Assert.Equal(AccountState.Active, world.State.Status.State);
        Assert.Empty(await Checks.AllAsync(world));
    }

    private static async Task<World> StartedAsync()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        return world;
    }
}
