using System.Collections.Immutable;
using Billing.Domain;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>Seasons, ad hoc seats and storage under faults.</summary>
internal static class SeasonScenarios
{
    private static readonly MemberId Ann = new("mem_ann");

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("a season's whole life", true, WithSeasonAsync, async world =>
        {
            await AddAsync(world);
            await world.AdvanceAsync(Utc(2025, 3, 15));
            await world.DoAsync(new RecordSignIn(Ann), null);
            await world.AdvanceAsync(Utc(2025, 4, 2));
        }),
        new("who joins an open season, and leaves it", true, async world => { await WithSeasonAsync(world); await world.AdvanceAsync(Utc(2025, 3, 16)); }, async world =>
        {
            await AddAsync(world);
            await world.DoAsync(new UpdateMember(Ann, null, null, null, [], null, null), null);
            await world.DoAsync(new RemoveMember(Ann), null);
        }),
        new("an open season is taken away", true, async world =>
        {
            await WithSeasonAsync(world);
            await AddAsync(world);
            await world.AdvanceAsync(Utc(2025, 3, 16));
        }, async world => await world.DoAsync(new RemoveSeason(await SeasonAsync(world)), null)),
        new("a season opens while locked, and its mail is made up for", true, async world =>
        {
            await Scenarios.StartedAsync(world);
            await world.DoAsync(new SetSeason(null, "Spring", new(2025, 4, 14), new(2025, 5, 31), 3), "season");
            await AddAsync(world);
            world.Stripe.AllCards(CardBehavior.Stolen);
            await world.AdvanceAsync(Utc(2025, 4, 15));
        }, world => world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new")),
        new("ad hoc seats at a price", true, AskedAsync, AcceptAsync),
        new("ad hoc seats at a price, declined", true, async world => { await AskedAsync(world); world.Stripe.AllCards(CardBehavior.Declines); }, AcceptAsync),
        new("ad hoc seats at a price, 3-D Secure", true, async world => { await AskedAsync(world); world.Stripe.AllCards(CardBehavior.NeedsAction); }, async world =>
        {
            await AcceptAsync(world);
            world.Stripe.Cardholder(confirms: true);
            await world.DoAsync(new ConfirmPayment("0002"), "confirm");
        }),
        new("ad hoc seats by themselves overdue, then declined", true, AskedAsync, async world =>
        {
            await world.AdvanceAsync(Utc(2025, 3, 14));
            await world.DoAsync(new ResolveAdHocSeats(await RequestAsync(world), false, null), null);
        }),
        new("a month's storage", true, WithStorageAsync, world => world.AdvanceAsync(Utc(2025, 4, 2))),
        new("a month's storage, declined, and the card that pays it", true, async world => { await WithStorageAsync(world); world.Stripe.AllCards(CardBehavior.Declines); },
            async world => { await world.AdvanceAsync(Utc(2025, 4, 2)); await world.DoAsync(new UpdateCard("pm_card_Succeeds"), "new"); }),
        new("real time: a season and a month's end", false, async world => { await WithSeasonAsync(world); await AddAsync(world); await UseAsync(world); },
            async world => { await world.WakeAtAsync(Utc(2025, 3, 29)); await world.WakeAtAsync(Utc(2025, 4, 2)); }),
    ];

    private static async Task WithSeasonAsync(World world)
    {
        await Scenarios.StartedAsync(world);
        await world.DoAsync(new SetSeason(null, "Spring", new(2025, 3, 15), new(2025, 3, 27), 3), "season");
    }

    private static async Task WithStorageAsync(World world)
    {
        await Scenarios.StartedAsync(world);
        await world.DoAsync(new AddStorage(2, 0), "storage");
        await UseAsync(world);
    }

    private static async Task UseAsync(World world)
    {
        await world.DoAsync(new ReportUsage(ImmutableDictionary<string, long>.Empty.Add("MESSAGE", 20_000_000), null, null, null), null);
        await world.DoAsync(new RecordAttachments("batch", [1_500_000_000], []), null);
    }

    private static async Task AskedAsync(World world)
    {
        await Scenarios.StartedAsync(world);
        await world.DoAsync(new RequestAdHocSeats(3, new(2025, 3, 15), 1), "ask");
    }

    private static async Task AcceptAsync(World world) => await world.DoAsync(new ResolveAdHocSeats(await RequestAsync(world), true, 9_900), "accept");

    private static async Task AddAsync(World world) => await world.DoAsync(
        new AddMember(Ann, "Ann", "ann@example.com", MemberType.Seasonal, [], null) { SeasonIds = [await SeasonAsync(world)] }, "add");

    private static async Task<SeasonId> SeasonAsync(World world) => (await world.EngineAsync()).Book.Committed.Seasons.Keys.Single();

    private static async Task<AdHocRequestId> RequestAsync(World world) => (await world.EngineAsync()).Book.Committed.AdHocRequests[0].Id;
}
