using Billing.Domain.Catalog;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;

namespace Billing.Domain.Tests.Pricing;

public class PreviewTests
{
    [Theory]
    [InlineData("2025-01-20T10:00:00Z", "2025-01-20T10:29:59Z", null)]
    [InlineData("2025-01-20T10:00:00Z", "2025-01-20T10:30:00Z", ErrorCode.PreviewExpired)]
    [InlineData("2025-01-20T23:50:00Z", "2025-01-20T23:59:59Z", null)]
    [InlineData("2025-01-20T23:50:00Z", "2025-01-21T00:00:00Z", ErrorCode.PreviewExpired)]
    public void P15_a_preview_is_valid_for_30_minutes_or_until_midnight_utc(string asked, string used, ErrorCode? error)
    {
        var life = Life.Signed();
        life.AdvanceTo(asked);
        var preview = life.PreviewSeats(2);
        life.AdvanceTo(used);
        Assert.Equal(error, life.Do(new PurchaseSeats(2, SeatType.FullTime, preview.Claim)).Error);
    }

    public static TheoryData<string, Action<Life>> Changes => new()
    {
        { "seats", life => life.BuySeats(1) },
        { "plan", life => life.Upgrade(PlanCode.Enterprise) },
        { "credit", life => life.Do(new GrantCredit(1, "x")) },
        { "contract", life => life.Do(Life.Terms with { TaxRatePpm = 1 }) },
        { "list price", life => life.Catalog = TestCatalog.Value with { Plans = [.. TestCatalog.Value.Plans.Select(plan => plan with { MonthlySeatPrice = plan.MonthlySeatPrice + 1 })] } },
        { "minimum", life => life.Catalog = TestCatalog.Value with { ChargeLimits = [new("USD", 60, 99_999_999)] } },
        { "collection", life => life.Do(new SetCollection(Invoices.SendInvoice)) },
    };

    [Theory, MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A26_P15_any_change_of_what_it_was_priced_from_makes_it_stale(string what, Action<Life> change)
    {
        var life = Life.Signed();
        var (seats, plan) = (life.PreviewSeats(2), life.PreviewPlan(PlanCode.Ultimate));
        change(life);
        Assert.True(ErrorCode.PreviewStale == life.Do(new PurchaseSeats(2, SeatType.FullTime, seats.Claim)).Error, what);
        Assert.Equal(ErrorCode.PreviewStale, life.Do(new UpgradePlan(PlanCode.Ultimate, plan.Claim)).Error);
    }

    [Fact]
    public void A56_expired_goes_before_stale()
    {
        var life = Life.Signed();
        var preview = life.PreviewSeats(2);
        life.BuySeats(1);
        life.AdvanceTo("2025-01-15T10:30:00Z");
        Assert.Equal(ErrorCode.PreviewExpired, life.Do(new PurchaseSeats(2, SeatType.FullTime, preview.Claim)).Error);
    }

    [Fact]
    public void A26_a_token_buys_exactly_what_it_was_made_for()
    {
        var life = Life.Signed();
        var claim = life.PreviewSeats(2).Claim;
        PurchaseSeats[] others = [new(3, SeatType.FullTime, claim), new(2, SeatType.Collaborator, claim), new(2, SeatType.FullTime, claim with { Organization = new("org_2") }), new(2, SeatType.FullTime, null)];
        Assert.All(others, order => Assert.Equal((ErrorCode.InvalidInput, "previewToken"), (life.Do(order).Error, life.Do(order).Field)));
        Assert.Single(life.State.Invoices);
    }

    [Fact]
    public void A60_a_purchase_under_way_is_a_conflict_before_anything_about_the_preview()
    {
        var life = Life.Signed();
        var preview = life.PreviewSeats(2);
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(1);
        life.AdvanceTo("2025-01-15T11:00:00Z");
        Assert.Equal(ErrorCode.Conflict, life.Do(new PurchaseSeats(2, SeatType.FullTime, preview.Claim)).Error);
    }

    [Fact]
    public void R69_the_upcoming_invoice_is_the_renewal_as_it_stands()
    {
        var life = Life.Signed();
        life.Do(new GrantCredit(1_000, "Sorry"));
        Assert.Equal((60_000, 59_000), (Previews.Upcoming(life.State, life.Context)!.Quote.Total.Minor, Previews.Upcoming(life.State, life.Context)!.Quote.Due.Minor));
        life.Do(new CancelSubscription());
        Assert.NotNull(Previews.Upcoming(life.State, life.Context));
        life.AdvanceTo("2025-12-20");
        Assert.Null(Previews.Upcoming(life.State, life.Context));
    }

    private static class Invoices
    {
        public const Domain.Invoices.Collection SendInvoice = Domain.Invoices.Collection.SendInvoice;
    }
}
