using Billing.Contracts.Organizations;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>Two processes hold the same organization for a while (F11, F12, F27, F29). The matrix lets one take over at every call; here it is spelled out.</summary>
public sealed class TwoEnginesTests
{
    [Fact]
    public async Task F11_the_loser_conflicts_before_any_effect_and_refuses_from_then_on()
    {
        var world = await StartedAsync();
        var loser = await world.OpenAsync();
        var envelope = Purchase(loser, "k1");
        await world.AskAsync(new UpdateOrganization("Acme Two", null), "k2");
        var calls = world.Provider.Calls.Count;

        var conflict = await Assert.ThrowsAsync<BookClosedException>(() => loser.ExecuteAsync(envelope));
        await Assert.ThrowsAsync<BookClosedException>(() => loser.ExecuteAsync(envelope));

        Assert.IsType<JournalConflictException>(conflict.InnerException);
        Assert.Equal(calls, world.Provider.Calls.Count);
        Assert.Empty((await world.OpenAsync()).Book.Committed.OpenInvoices);
    }

    [Fact]
    public async Task F27_the_same_purchase_from_two_gateways_has_one_effect_and_equal_answers()
    {
        var world = await StartedAsync();
        var (one, two) = (await world.OpenAsync(), await world.OpenAsync());
        var envelope = Purchase(one, "k");
        var first = await one.ExecuteAsync(envelope);

        await Assert.ThrowsAsync<BookClosedException>(() => two.ExecuteAsync(envelope));
        var second = await (await world.OpenAsync()).ExecuteAsync(envelope);

        Assert.Null(first.Error);
        Assert.Null(second.Error);
        Assert.Equal(first.InvoiceNumber, second.InvoiceNumber);
        Assert.Equal(13, second.Reading.State.Contract!.FullTimeSeats);
        Assert.Equal(2, world.Stripe.Charges.Count);
    }

    [Fact]
    public async Task F12_the_first_write_of_an_organization_has_one_winner()
    {
        var world = new World(Start);
        var (one, two) = (await world.OpenAsync(), await world.OpenAsync());
        await one.CreateAsync(Order(Start, null));

        await Assert.ThrowsAsync<BookClosedException>(() => two.CreateAsync(Order(Start, null)));
        var third = await world.OpenAsync();
        await third.CreateAsync(Order(Start, null));

        Assert.Single(world.Journal.Records(Organization.Value));
        Assert.Equal("Acme", third.Book.Committed.Name);
    }

    [Fact]
    public async Task F29_two_callers_for_one_upgrade_leave_the_second_with_a_conflict_or_a_stale_preview()
    {
        var world = await StartedAsync();
        var (one, two) = (await world.OpenAsync(), await world.OpenAsync());
        var (first, second) = (Purchase(one, "k1"), Purchase(two, "k2"));
        await one.ExecuteAsync(first);

        await Assert.ThrowsAsync<BookClosedException>(() => two.ExecuteAsync(second));
        var again = await (await world.OpenAsync()).ExecuteAsync(second);

        Assert.Equal(Billing.Domain.Organizations.ErrorCode.PreviewStale, again.Error?.Code);
        Assert.Single(again.Reading.State.Invoices, invoice => invoice.Kind == InvoiceKind.Seats);
    }

    [Fact]
    public async Task F11_a_sleeper_that_wakes_before_its_confirmation_replays_it_and_charges_nothing()
    {
        var world = await StartedAsync();
        var trace = world.Fork();
        trace.Faults.Armed = true;
        await trace.DoAsync(Seats(), "k", SeatsPreview());
        var confirm = trace.Faults.Trace.IndexOf("confirm");

        world.Faults.Plan(confirm, Fakes.Fault.TakeoverBefore);
        world.Faults.Takeover = async () =>
        {
            var winner = await world.OpenAsync();
            await winner.CatchUpAsync(OrganizationEngine.EntriesPerTurn);
            Assert.Equal(InvoiceStatus.Paid, winner.Book.Committed.Invoice(2).Status);
        };
        world.Faults.Armed = true;
        await Assert.ThrowsAsync<BookClosedException>(() => world.AskAsync(Seats(), "k", SeatsPreview()));

        Assert.Equal(2, world.Stripe.Charges.Count);
    }

    private static CommandEnvelope Purchase(OrganizationEngine engine, string key) =>
        new(Seats(), Staff, new(key, "seats"), engine.Preview(SeatsPreview()).Token);

    private static async Task<World> StartedAsync()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        return world;
    }
}
