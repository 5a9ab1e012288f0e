using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>A webhook only says 'look at this payment': twice, late, in any order, for whom it may concern (F8, F10).</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData(CardBehavior.Succeeds), InlineData(CardBehavior.Declines), InlineData(CardBehavior.Stolen), InlineData(CardBehavior.NeedsAction)]
    internal async Task F8_hints_at_any_time_and_again_and_again_change_nothing(CardBehavior card)
    {
        var (plain, hinted) = (await LifeAsync(card, hints: false), await LifeAsync(card, hints: true));

        Assert.Equal(Books.Of(plain), Books.Of(hinted));
        Assert.Empty(await Checks.AllAsync(hinted));
    }

    [Fact]
    public async Task F8_a_hint_of_another_organizations_payment_asks_nobody()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        var (calls, sequence) = (world.Provider.Calls.Count, world.State.Sequence);

        await (await world.EngineAsync()).LookAtAsync("pi_of_somebody_else");

        Assert.Equal((calls, sequence), (world.Provider.Calls.Count, world.State.Sequence));
    }

    [Fact]
    public async Task F8_a_hint_whose_look_fails_leaves_no_doubt_behind()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.PastDueAsync(world);
        var intent = world.State.Invoice(2).Payment.IntentId!;
        world.Provider.Down = true;
        await (await world.EngineAsync()).LookAtAsync(intent);

        world.Provider.Down = false;
        await world.AdvanceAsync(Utc(2025, 4, 14));

        Assert.Equal(AccountState.BillingOnly, world.State.Status.State);
        Assert.False(world.State.HasUnknownPayment);
    }

    [Fact]
    public async Task A40_a_card_that_comes_while_a_look_has_failed_pays_once_the_outcome_is_known_again()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.PastDueAsync(world);
        world.Provider.Down = true;
        await (await world.EngineAsync()).LookAtAsync(world.State.Invoice(2).Payment.IntentId!);
        world.Provider.Down = false;

        await world.AskAsync(new UpdateCard("pm_card_Succeeds"), "new");
        await world.SettleAsync();

        Assert.Equal((InvoiceStatus.Paid, AccountState.Active), (world.State.Invoice(2).Status, world.State.Status.State));
    }

    [Fact]
    public async Task F10_a_hint_that_the_cardholder_has_confirmed_grants_the_seats()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        world.Stripe.AllCards(CardBehavior.NeedsAction);
        await world.AskAsync(Seats(), "k", SeatsPreview());
        world.Stripe.Cardholder(confirms: true);

        await (await world.EngineAsync()).LookAtAsync(world.State.Invoice(2).Payment.IntentId!);

        Assert.Equal((InvoiceStatus.Paid, 13), (world.State.Invoice(2).Status, world.State.Contract!.FullTimeSeats));
    }

    private static async Task<World> LifeAsync(CardBehavior card, bool hints)
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        world.Stripe.AllCards(card);
        await HintAsync();
        await world.AskAsync(Seats(), "buy", SeatsPreview());
        await HintAsync();
        for (var step = 0; step < 12; step++)
        {
            await world.AdvanceAsync(Utc(2025, 4, 9) + Duration.FromHours(12 * step));
            await HintAsync();
        }

        await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new");
        await HintAsync();
        return world;

        async Task HintAsync()
        {
            if (!hints) return;
            var intents = world.Stripe.Intents.Select(intent => intent.Id).ToList();
            foreach (var intent in intents.Concat(intents.AsEnumerable().Reverse())) await (await world.EngineAsync()).LookAtAsync(intent);
            await World.SendMailAsync(await world.EngineAsync());
        }
    }
}
