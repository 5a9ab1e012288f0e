using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Grains.Tests.Organizations;

/// <summary>What nobody knows is resolved, never guessed (F3, F4, F10, A61).</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly Instant Renewal = Utc(2025, 4, 10);

    [Fact]
    public async Task F3_what_is_asked_about_between_look_ups_is_settled_where_there_is_an_answer_and_changes_nothing_where_there_is_none()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Provider.Down = true;
        await world.AskAsync(Seats(), "k", SeatsPreview());
        var sequence = world.State.Sequence;
        Assert.False(await (await world.EngineAsync()).AskAgainAsync());
        Assert.Equal(sequence, world.State.Sequence);

        world.Provider.Down = false;
        Assert.True(await (await world.EngineAsync()).AskAgainAsync());
        Assert.Equal(InvoiceStatus.Paid, world.State.Invoice(2).Status);
        await world.SettleAsync();
        Assert.Empty(await Checks.AllAsync(world));
    }

    [Fact]
    public async Task F3_an_unknown_outcome_is_looked_up_after_2s_10s_1m_5m_15m_and_then_hourly()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Provider.Down = true;
        await world.AskAsync(Seats(), "k", SeatsPreview());

        var waits = new List<Duration>();
        for (var look = 0; look < 8; look++)
        {
            var next = world.State.Invoice(2).Payment.NextLookupAt!.Value;
            waits.Add(next - world.Clock.Now);
            world.Clock.Now = next;
            await (await world.EngineAsync()).CatchUpAsync(10);
        }

        Assert.Equal([2, 10, 60, 300, 900, 3_600, 3_600, 3_600], waits.Select(wait => (int)wait.TotalSeconds));
        Assert.True(world.State.HasUnknownPayment);
        Assert.Equal(AccountState.Active, world.State.Status.State);
    }

    [Theory, InlineData("create"), InlineData("confirm")]
    public async Task F4_a_500_that_is_repeated_for_a_day_is_resolved_and_nothing_is_charged_twice(string call)
    {
        foreach (var (fault, longest) in new[] { (Fault.StoredAfter, Duration.FromMinutes(1)), (Fault.StoredBefore, Duration.FromHours(26)) })
        {
            var world = await StartedAsync(onTestClock: true);
            world.Faults.Plan(call == "create" ? 1 : 3, fault);
            world.Faults.Armed = true;
            var began = world.Clock.Now;

            await world.DoAsync(Seats(), "k", SeatsPreview());

            Assert.Equal(1, world.Faults.Hits);
            Assert.Equal(call, world.Faults.Trace[call == "create" ? 1 : 3]);
            Assert.Equal(InvoiceStatus.Paid, world.State.Invoice(2).Status);
            Assert.Equal(2, world.Stripe.Charges.Count);
            Assert.True(world.Clock.Now - began <= longest, $"{fault} at {call} took {world.Clock.Now - began}");
        }
    }

    [Fact]
    public async Task F4_a_500_that_is_repeated_for_a_day_keeps_nobody_from_his_card()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        world.Faults.Plan(0, Fault.StoredBefore);
        world.Faults.Plan(3, Fault.StoredAfter);
        world.Faults.Armed = true;
        var began = world.Clock.Now;

        await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "card");

        Assert.NotNull(world.State.Payment.Card);
        Assert.True(world.Clock.Now - began <= Duration.FromHours(3));
    }

    [Fact]
    public async Task A61_the_clock_stops_at_an_unknown_payment_and_repeating_goes_on_to_the_lock_at_the_original_deadline()
    {
        var world = await StartedAsync(onTestClock: true);
        world.Stripe.AllCards(CardBehavior.Stolen);
        world.Provider.Down = true;
        var engine = await world.EngineAsync();
        var until = Utc(2025, 4, 20);

        var stopped = await engine.AdvanceAsync(until);
        var again = await engine.AdvanceAsync(until);

        Assert.Equal((ErrorCode.PaymentPending, ErrorCode.PaymentPending), (stopped.Error?.Code, again.Error?.Code));
        Assert.Equal((AccountState.Active, Start), (engine.Book.Committed.Status.State, engine.Book.Committed.TestClock));

        world.Provider.Down = false;
        world.Clock.Now += Duration.FromHours(1);
        var done = await engine.AdvanceAsync(until);

        Assert.Equal((true, null), (done.Done, done.Error));
        var status = engine.Book.Committed.Status;
        Assert.Equal((AccountState.BillingOnly, Renewal + Duration.FromHours(72)), (status.State, status.Since));
    }

    [Fact]
    public async Task A61_nobody_is_locked_while_an_attempt_is_unknown_in_real_time_either()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Stripe.AllCards(CardBehavior.Declines);
        await world.WakeAtAsync(Renewal);
        var deadline = world.State.Status.Deadline!.Value;
        world.Provider.Down = true;
        var engine = await world.EngineAsync();
        foreach (var hours in new[] { 25, 49, 73, 100 })
        {
            world.Clock.Now = Renewal + Duration.FromHours(hours);
            await engine.CatchUpAsync(10);
        }

        Assert.Equal(AccountState.PastDue, world.State.Status.State);
        world.Provider.Down = false;
        world.Clock.Now += Duration.FromHours(1);
        await engine.CatchUpAsync(10);

        Assert.Equal((AccountState.BillingOnly, StatusReason.PaymentDeclined), (world.State.Status.State, world.State.Status.Reason));
        Assert.True(deadline < world.Clock.Now);
        Assert.Single(world.Stripe.Charges);
    }

    [Fact]
    public async Task A60_a_renewal_waits_for_an_unknown_purchase()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Provider.Down = true;
        await world.AskAsync(Seats(), "k", SeatsPreview());
        world.Clock.Now = Renewal + Duration.FromHours(1);
        await (await world.EngineAsync()).CatchUpAsync(10);
        Assert.Equal(2, world.State.Invoices.Count);

        world.Provider.Down = false;
        await world.SettleAsync();

        Assert.Equal([InvoiceKind.ContractStart, InvoiceKind.Seats, InvoiceKind.Renewal], world.State.Invoices.Select(invoice => invoice.Kind));
        Assert.Equal(13 * 8_900, world.State.Invoice(3).Subtotal.Minor);
        Assert.All(world.State.Invoices, invoice => Assert.Equal(InvoiceStatus.Paid, invoice.Status));
    }

    [Fact]
    public async Task A40_a_new_card_pays_what_was_unknown_when_it_came_once_the_old_one_is_declined()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Stripe.AllCards(CardBehavior.Stolen);
        world.Provider.Down = true;
        world.Clock.Now = Renewal;
        await (await world.EngineAsync()).CatchUpAsync(10);
        Assert.True(world.State.HasUnknownPayment);

        world.Provider.Down = false;
        await world.AskAsync(new UpdateCard("pm_card_Succeeds"), "new");
        await world.SettleAsync();

        Assert.Equal((InvoiceStatus.Paid, AccountState.Active), (world.State.Invoice(2).Status, world.State.Status.State));
    }

    [Fact]
    public async Task A_difference_at_the_provider_changes_nothing()
    {
        var world = await StartedAsync(onTestClock: true);
        world.Stripe.AllCards(CardBehavior.NeedsAction);
        await world.AskAsync(Seats(), "k", SeatsPreview());
        var intent = world.State.Invoice(2).Payment.IntentId!;
        world.Stripe.Cardholder(confirms: true);
        world.Stripe.Change(intent, made => made with { Amount = made.Amount - 1 });

        await (await world.EngineAsync()).LookAtAsync(intent);

        Assert.Equal((InvoiceStatus.Open, 10), (world.State.Invoice(2).Status, world.State.Contract!.FullTimeSeats));
    }

    [Fact]
    public async Task An_intent_canceled_behind_our_back_voids_no_renewal_but_opens_the_next_intent()
    {
        var world = await StartedAsync(onTestClock: false);
        world.Stripe.AllCards(CardBehavior.Declines);
        await world.WakeAtAsync(Renewal);
        world.Stripe.CancelBehindOurBack(world.State.Invoice(2).Payment.IntentId!);
        world.Stripe.AllCards(CardBehavior.Succeeds);

        await world.WakeAtAsync(Renewal + Duration.FromHours(25));

        Assert.Equal((InvoiceStatus.Paid, AccountState.Active), (world.State.Invoice(2).Status, world.State.Status.State));
        Assert.Equal(2, world.State.Invoice(2).Payment.Generation);
        Assert.Empty(await Checks.AllAsync(world));
    }

    [Fact]
    public async Task A41_a_retry_does_not_displace_a_cardholder_who_is_asked()
    {
        var world = await AskedAsync();

        await world.AdvanceAsync(Renewal + Duration.FromHours(49));

        var payment = world.State.Invoice(2).Payment;
        Assert.Equal((2, true), (payment.Attempts.Length, payment.AwaitsCardholder));
    }

    [Fact]
    public async Task F10_a_confirmation_that_nobody_told_of_is_found_before_access_is_lost()
    {
        var world = await AskedAsync();
        world.Stripe.Cardholder(confirms: true);

        await world.AdvanceAsync(Renewal + Duration.FromHours(73));

        Assert.Equal((InvoiceStatus.Paid, AccountState.Active), (world.State.Invoice(2).Status, world.State.Status.State));
    }

    /// <summary>A declined renewal that the customer pays himself, and for which the bank wants him to confirm.</summary>
    private static async Task<World> AskedAsync()
    {
        var world = await StartedAsync(onTestClock: true);
        world.Stripe.AllCards(CardBehavior.Declines);
        await world.AdvanceAsync(Renewal);
        world.Stripe.AllCards(CardBehavior.NeedsAction);
        await world.AskAsync(new PayInvoice("0002"), "pay");
        return world;
    }

    private static async Task<World> StartedAsync(bool onTestClock)
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock);
        await Scenarios.StartedAsync(world);
        return world;
    }
}
