using Billing.Domain.Accounts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Accounts;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>A wall clock that jumps charges nobody early and nobody twice (D6, F18).</summary>
public sealed class ClockJumpTests
{
    [Theory, InlineData(365), InlineData(-365)]
    public async Task F18_after_a_jump_nothing_is_charged_until_the_clocks_agree(int days)
    {
        var world = await StartedAsync();
        world.Stripe.AllCards(CardBehavior.NeedsAction);
        await world.AskAsync(Seats(), "k", SeatsPreview());
        world.Stripe.Cardholder(confirms: false);
        var (calls, sequence) = (world.Provider.Calls.Count, world.State.Sequence);

        world.Clock.Now += Duration.FromDays(days);
        var engine = await world.EngineAsync();
        await engine.CatchUpAsync(10);
        await engine.LookAtAsync(world.State.Invoice(2).Payment.IntentId!);
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => world.AskAsync(new UpdateOrganization("Acme Two", null), "k2"));
        Assert.Equal((calls, sequence), (world.Provider.Calls.Count, world.State.Sequence));

        world.Clock.Now -= Duration.FromDays(days);
        await engine.LookAtAsync(world.State.Invoice(2).Payment.IntentId!);
        Assert.Equal(InvoiceStatus.Void, world.State.Invoice(2).Status);
    }

    [Theory, InlineData(4, true), InlineData(-4, true), InlineData(6, false), InlineData(-6, false)]
    public async Task D6_a_clock_that_differs_from_the_databases_by_more_than_five_minutes_decides_nothing_until_they_agree(int minutes, bool agrees)
    {
        var world = await StartedAsync();
        world.Guard!.Compare(world.Clock.Now + Duration.FromMinutes(minutes));
        Assert.Equal(agrees, world.Guard.Agrees);
        if (!agrees)
        {
            Assert.Contains("database", world.Guard.Problem, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ProviderUnavailableException>(() => world.AskAsync(new UpdateOrganization("Acme Two", null), "k2"));
        }

        world.Guard.Compare(world.Clock.Now);
        await world.AskAsync(new UpdateOrganization("Acme Two", null), "k2");
        Assert.Equal("Acme Two", world.State.Name);
    }

    [Theory, InlineData(365), InlineData(-365)]
    public void D6_a_process_that_starts_on_a_wrong_clock_is_well_once_it_is_put_right_and_a_jump_of_the_databases_clock_with_it_is_none_the_less_one(int days)
    {
        var clock = new SettableClock(Start + Duration.FromDays(days));
        var guard = new ClockGuard(clock, new FakeTimeProvider());
        guard.Compare(Start);
        Assert.False(guard.Agrees);

        clock.Now = Start;
        Assert.True(guard.Agrees);
        guard.Compare(Start);
        clock.Now += Duration.FromDays(days);
        guard.Compare(clock.Now);
        Assert.False(guard.Agrees);
    }

    [Fact]
    public void D6_a_database_whose_clock_was_wrong_at_the_start_is_believed_once_it_is_put_right()
    {
        var guard = new ClockGuard(new SettableClock(Start), new FakeTimeProvider());
        guard.Compare(Start + Duration.FromDays(1));
        Assert.False(guard.Agrees);

        guard.Compare(Start);
        Assert.True(guard.Agrees);
    }

    [Fact]
    public async Task D6_nobody_orders_an_organization_of_another_day_except_on_a_test_clock()
    {
        var clock = new SettableClock(Start);
        var guard = new ClockGuard(clock, new FakeTimeProvider());
        AccountBook real = new(new MemoryJournal(new()), clock, new("acc_1"), guard), test = new(new MemoryJournal(new()), clock, new("acc_2"), guard);
        clock.Now += Duration.FromDays(365);
        await test.CommitAsync(new AccountCreated(new("acc_2"), "Test", Start), "staff");
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => real.CommitAsync(new AccountCreated(new("acc_1"), "Real", null), "staff"));

        clock.Now = Start;
        await real.CommitAsync(new AccountCreated(new("acc_1"), "Real", null), "staff");
        Assert.Equal("Real", real.State!.Name);
    }

    [Fact]
    public async Task D6_time_never_runs_backwards_in_an_organization()
    {
        var world = await StartedAsync();
        world.Clock.Now -= Duration.FromMinutes(4);

        await world.DoAsync(Seats(), "k", SeatsPreview());

        Assert.Equal(Start, world.State.LastEventAt);
        Assert.Empty(await Checks.AllAsync(world));
    }

    private static async Task<World> StartedAsync()
    {
        var world = new World(Start);
        world.Guard = new(world.Clock, new FakeTimeProvider());
        await world.CreateAsync(onTestClock: false);
        await Scenarios.StartedAsync(world);
        return world;
    }
}
