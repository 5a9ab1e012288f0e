using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>The pieces of a billing life that the crash matrix goes through. On a test clock the organization's time stands still while real time
/// passes, so that the books must be the same to the second whatever happened.</summary>
internal static class Scenarios
{
    private static readonly Instant Renewal = Utc(2025, 4, 10);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Starts(), .. Trials(), .. Purchases(), .. Renewals(), .. Cards(), .. Endings(), .. Money(), .. SeasonScenarios.All, .. InRealTime(),
    ];

    /// <summary>A card on file and a monthly contract.</summary>
    public static async Task StartedAsync(World world)
    {
        await CardAsync(world);
        await world.DoAsync(Contract(), "start");
    }

    /// <summary>The renewal was declined: PAST_DUE since April 10.</summary>
    public static async Task PastDueAsync(World world)
    {
        await StartedAsync(world);
        world.Stripe.AllCards(CardBehavior.Declines);
        await world.AdvanceAsync(Renewal);
    }

    private static async Task CardAsync(World world) => await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "card");

    private static Func<World, Task> StartedWith(CardBehavior behavior) => async world =>
    {
        await StartedAsync(world);
        world.Stripe.AllCards(behavior);
    };

    private static Func<World, Task> LockedAt(Instant until) => async world =>
    {
        await PastDueAsync(world);
        await world.AdvanceAsync(until);
    };

    private static Task BuyAsync(World world) => world.DoAsync(Seats(), "buy", SeatsPreview());

    private static async Task ConfirmAsync(World world, string invoice)
    {
        world.Stripe.Cardholder(confirms: true);
        await world.DoAsync(new ConfirmPayment(invoice), "confirm");
    }

    private static IEnumerable<Scenario> Starts() =>
    [
        new("first card", true, _ => Task.CompletedTask, CardAsync),
        new("start a contract", true, CardAsync, world => world.DoAsync(Contract(), "start")),
        new("start a contract, declined", true, async world => { await CardAsync(world); world.Stripe.AllCards(CardBehavior.Declines); },
            world => world.DoAsync(Contract(), "start")),
        new("start a contract, 3-D Secure", true, async world => { await CardAsync(world); world.Stripe.AllCards(CardBehavior.NeedsAction); },
            async world => { await world.DoAsync(Contract(), "start"); await ConfirmAsync(world, "0001"); }),
        new("another contract in the midst of one", true, StartedAsync, world => world.DoAsync(Contract(BillingInterval.Annual, 12), "again")),
        new("a trial and its end", true, CardAsync,
            async world => { await world.DoAsync(Contract(trialDays: 14), "start"); await world.AdvanceAsync(Utc(2025, 3, 25)); }),
    ];

    private static IEnumerable<Scenario> Trials() =>
    [
        new("a trial that ends without a card, and the card that comes then", true, _ => Task.CompletedTask, async world =>
        {
            await world.DoAsync(Contract(trialDays: 14), "start");
            await world.AdvanceAsync(Utc(2025, 3, 26));
            await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "card");
        }),
    ];

    private static IEnumerable<Scenario> Purchases() =>
    [
        new("purchase", true, StartedAsync, BuyAsync),
        new("purchase, declined", true, StartedWith(CardBehavior.Declines), BuyAsync),
        new("purchase, the bank takes its time", true, StartedWith(CardBehavior.Processes), BuyAsync),
        new("purchase, 3-D Secure", true, StartedWith(CardBehavior.NeedsAction),
            async world => { await BuyAsync(world); await ConfirmAsync(world, "0002"); }),
        new("purchase, 3-D Secure failed", true, StartedWith(CardBehavior.NeedsAction), async world =>
        {
            await BuyAsync(world);
            world.Stripe.Cardholder(confirms: false);
            await world.DoAsync(new ConfirmPayment("0002"), "confirm");
        }),
        new("cancelPurchase", true, async world => { await StartedWith(CardBehavior.NeedsAction)(world); await BuyAsync(world); },
            world => world.DoAsync(new CancelPurchase("0002"), "cancel")),
        new("cancelPurchase after the cardholder has paid", true,
            async world => { await StartedWith(CardBehavior.NeedsAction)(world); await BuyAsync(world); world.Stripe.Cardholder(confirms: true); },
            world => world.DoAsync(new CancelPurchase("0002"), "cancel"))
        {
            // By then somebody has looked: it is paid, and there is nothing to cancel (F10).
            DayMatters = true,
        },
        new("3-D Secure expires", true, async world => { await StartedWith(CardBehavior.NeedsAction)(world); await BuyAsync(world); },
            world => world.AdvanceAsync(Utc(2025, 3, 12))),
        new("a renewal cancels a waiting purchase", true, async world =>
        {
            await StartedAsync(world);
            await world.AdvanceAsync(Renewal - Duration.FromHours(3));
            world.Stripe.AllCards(CardBehavior.NeedsAction);
            await BuyAsync(world);
            world.Stripe.AllCards(CardBehavior.Succeeds);
        }, world => world.AdvanceAsync(Renewal)),
        new("upgrade", true, StartedAsync, world => world.DoAsync(new UpgradePlan(PlanCode.Ultimate, null), "up", PlanPreview(PlanCode.Ultimate))),
        new("upgrade, declined", true, StartedWith(CardBehavior.Stolen),
            world => world.DoAsync(new UpgradePlan(PlanCode.Ultimate, null), "up", PlanPreview(PlanCode.Ultimate))),
        new("upgrade, 3-D Secure", true, StartedWith(CardBehavior.NeedsAction), async world =>
        {
            await world.DoAsync(new UpgradePlan(PlanCode.Ultimate, null), "up", PlanPreview(PlanCode.Ultimate));
            await ConfirmAsync(world, "0002");
        }),
    ];

    private static IEnumerable<Scenario> Renewals() =>
    [
        new("two renewals", true, StartedAsync, world => world.AdvanceAsync(Utc(2025, 5, 11))),
        new("renewal declined, tried again, paid", true, StartedWith(CardBehavior.Declines), async world =>
        {
            await world.AdvanceAsync(Renewal + Duration.FromHours(12));
            world.Stripe.AllCards(CardBehavior.Succeeds);
            await world.AdvanceAsync(Renewal + Duration.FromHours(80));
        }),
        new("renewal declined until the lock", true, StartedWith(CardBehavior.Declines), world => world.AdvanceAsync(Utc(2025, 4, 14))),
        new("renewal declined for ever until the period is over", true, StartedWith(CardBehavior.Stolen), world => world.AdvanceAsync(Utc(2025, 5, 11))),
        new("renewal, 3-D Secure", true, StartedWith(CardBehavior.NeedsAction), async world =>
        {
            await world.AdvanceAsync(Renewal);
            await world.DoAsync(new PayInvoice("0002"), "pay");
            await ConfirmAsync(world, "0002");
        }),
        new("renewal, 3-D Secure, and nobody says that the cardholder has confirmed", true, StartedWith(CardBehavior.NeedsAction), async world =>
        {
            await world.AdvanceAsync(Renewal);
            await world.DoAsync(new PayInvoice("0002"), "pay");
            world.Stripe.Cardholder(confirms: true);
            await world.AdvanceAsync(Utc(2025, 4, 14));
        }),
        new("renewal by wire, never paid", true, async world => { await StartedAsync(world); await world.DoAsync(new SetCollection(Collection.SendInvoice), "wire"); },
            world => world.AdvanceAsync(Utc(2025, 5, 14))),
    ];

    private static IEnumerable<Scenario> Cards() =>
    [
        new("new card while past due", true, PastDueAsync, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("new card while past due, declined", true, PastDueAsync, world => world.DoAsync(new UpdateCard("pm_card_Declines"), "new")),
        new("new card unlocks", true, LockedAt(Utc(2025, 4, 14)), world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("new card unlocks, 3-D Secure", true, LockedAt(Utc(2025, 4, 14)), async world =>
        {
            await world.DoAsync(new UpdateCard("pm_card_NeedsAction"), "new");
            await ConfirmAsync(world, "0002");
        }),
        new("new card starts a new term", true, LockedAt(Utc(2025, 5, 20)), world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("new card starts a new term, declined", true, LockedAt(Utc(2025, 5, 20)), world => world.DoAsync(new UpdateCard("pm_card_Declines"), "new")),
        new("a card refused at once", true, PastDueAsync, world => world.DoAsync(new UpdateCard("pm_card_RefusedAtOnce"), "new")),
        new("new card in place of one that waits for the cardholder", true, async world =>
        {
            await StartedWith(CardBehavior.NeedsAction)(world);
            await world.AdvanceAsync(Renewal);
            await world.DoAsync(new PayInvoice("0002"), "pay");
        }, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("new card pays a renewal and what was invoiced by hand", true, async world =>
        {
            await PastDueAsync(world);
            await world.DoAsync(new CreateInvoice([new("Training", 1, 20_000)]), "hand");
        }, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
    ];

    private static IEnumerable<Scenario> Endings() =>
    [
        new("cancel, and the end", true, StartedAsync, async world =>
        {
            await world.DoAsync(new CancelSubscription(), "cancel");
            await world.AdvanceAsync(Utc(2026, 3, 11));
        }),
        new("cancel and resume", true, StartedAsync, async world =>
        {
            await world.DoAsync(new CancelSubscription(), "cancel");
            await world.DoAsync(new ResumeSubscription(), "resume");
            await world.AdvanceAsync(Renewal);
        }),
        new("back after the end", true, async world =>
        {
            await StartedAsync(world);
            await world.DoAsync(new CancelSubscription(), "cancel");
            await world.AdvanceAsync(Utc(2026, 3, 11));
        }, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("a reduction, scheduled, at the term's end", true, async world => { await StartedAsync(world); await world.AdvanceAsync(Utc(2026, 3, 9)); },
            async world =>
            {
                await world.DoAsync(new ScheduleReduction(null, 4), "less");
                await world.AdvanceAsync(Utc(2026, 3, 11));
            }),
    ];

    private static IEnumerable<Scenario> Money() =>
    [
        new("void a renewal", true, PastDueAsync, world => world.DoAsync(new VoidInvoice("0002"), "void")),
        new("wire", true, PastDueAsync, world => world.DoAsync(new RecordWirePayment("0002", 200_000, "W-1"), "wire")),
        new("pay an invoice", true, async world => { await PastDueAsync(world); world.Stripe.AllCards(CardBehavior.Succeeds); },
            world => world.DoAsync(new PayInvoice("0002"), "pay")),
        new("refund", true, StartedAsync, world => world.DoAsync(new RefundInvoice("0001", 1_000, "goodwill"), "refund")),
        new("two refunds", true, StartedAsync, async world =>
        {
            await world.DoAsync(new RefundInvoice("0001", 1_000, "goodwill"), "refund");
            await world.DoAsync(new RefundInvoice("0001", 1_000, "goodwill"), "refund again");
        }),
        new("reduce now", true, StartedAsync, world => world.DoAsync(new ReduceNow(null, 4, null), "less")),
        new("credit, and a purchase with it", true, StartedAsync, async world =>
        {
            await world.DoAsync(new GrantCredit(5_000, "goodwill"), "credit");
            await BuyAsync(world);
        }),
        new("an invoice by hand, declined", true, StartedWith(CardBehavior.Declines),
            world => world.DoAsync(new CreateInvoice([new("Training", 1, 20_000)]), "hand")),
        new("an invoice by hand, confirmed by a cardholder and nobody told", true, StartedWith(CardBehavior.NeedsAction), async world =>
        {
            await world.DoAsync(new CreateInvoice([new("Training", 1, 20_000)]), "hand");
            world.Stripe.Cardholder(confirms: true);
            // A look may fail, and so may the next.
            for (var day = 1; day <= 3; day++) await world.WakeAtAsync(world.Clock.Now + Duration.FromDays(1));
        }),
        new("credit back from a purchase that is given up", true, async world =>
        {
            await StartedAsync(world);
            await world.DoAsync(new GrantCredit(5_000, "goodwill"), "credit");
            world.Stripe.AllCards(CardBehavior.Declines);
        }, BuyAsync),
    ];

    private static IEnumerable<Scenario> InRealTime() =>
    [
        new("real time: start a contract", false, CardAsync, world => world.DoAsync(Contract(), "start")) { DayMatters = true },
        new("real time: renewal", false, StartedAsync, world => world.WakeAtAsync(Renewal + Duration.FromMinutes(1))),
        new("real time: renewal, declined for ever, locked, unlocked", false, StartedWith(CardBehavior.Stolen), async world =>
        {
            await world.WakeAtAsync(Renewal + Duration.FromMinutes(1));
            await world.WakeAtAsync(Utc(2025, 4, 20));
            await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new");
        }),
        new("real time: refund", false, StartedAsync, world => world.DoAsync(new RefundInvoice("0001", 1_000, "goodwill"), "refund")),
        new("real time: reactivation", false, async world =>
        {
            await StartedWith(CardBehavior.Stolen)(world);
            await world.WakeAtAsync(Renewal + Duration.FromMinutes(1));
            await world.WakeAtAsync(Utc(2025, 6, 1));
        }, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")) { DayMatters = true },
    ];
}
