using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;

namespace Billing.Domain.Tests.Seats;

public class SeatTests
{
    [Fact]
    public void R07_monthly_seats_are_prorated_for_the_rest_of_the_month()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31T15:00:00Z");
        var bought = life.BuySeats(3);
        // 15 January to 15 February has 31 days, of which 15 are left on 31 January.
        var line = Assert.Single(bought.Invoice!.Lines);
        Assert.Equal((3, 15, 31, 8_710), (line.Quantity, line.Days, line.PeriodDays, line.Amount.Minor));
        Assert.Equal(InvoiceStatus.Paid, bought.Invoice.Status);
        Assert.Equal(13, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void R08_the_following_month_bills_all_seats_in_full()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31");
        life.BuySeats(3);
        life.AdvanceTo("2025-02-15");
        Assert.Equal((InvoiceKind.Renewal, 13 * 6_000), (life.Last.Kind, life.Last.Total.Minor));
    }

    [Fact]
    public void R09_annual_seats_are_prorated_for_the_rest_of_the_year()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.AdvanceTo("2025-12-16");
        // 30 of 365 days are left until 15 January.
        Assert.Equal(4_932, life.BuySeats(1).Invoice!.Total.Minor);
    }

    [Fact]
    public void A60_the_remainder_of_a_longer_term_is_that_of_its_billing_period()
    {
        var life = Life.Signed(Life.AnnualTerms with { TermMonths = 36 });
        life.AdvanceTo("2025-12-16");
        Assert.Equal(4_932, life.BuySeats(1).Invoice!.Total.Minor);
    }

    [Fact]
    public void R10_bought_seats_bill_at_the_contract_rate()
    {
        var life = Life.Signed(Life.Terms with { SeatPrice = 3_100 });
        Assert.Equal(3_100, life.BuySeats(1).Invoice!.Total.Minor);
    }

    [Fact]
    public void A09_bought_seats_persist_and_renew_each_month_beyond_the_term()
    {
        var life = Life.Signed();
        life.BuySeats(2);
        life.AdvanceTo("2026-03-15");
        Assert.Equal(12 * 6_000, life.Last.Total.Minor);
    }

    [Fact]
    public void R71_seats_are_billed_immediately_and_R72_the_contract_has_them()
    {
        var life = Life.Signed();
        var bought = life.BuySeats(5);
        Assert.Equal(life.Now, bought.Invoice!.PaidAt);
        Assert.Equal(15, life.Contract.FullTimeSeats);
        Assert.Equal(bought.Invoice.Total.Minor, life.Provider.Taken[bought.Invoice.Id.Value]);
    }

    [Fact]
    public void R74_the_preview_shows_total_seats_after_the_change()
    {
        var preview = Life.Signed().PreviewSeats(4);
        Assert.Equal((10, 14), (preview.SeatsBefore, preview.SeatsAfter));
    }

    [Fact]
    public void R75_the_preview_compares_annual_totals_of_seats_and_add_ons()
    {
        var terms = Life.AnnualTerms with { CollaboratorSeats = 2, AddOns = [new("ai", "Assistant", 3, 1_000)] };
        var preview = Life.Signed(terms).PreviewSeats(1);
        Assert.Equal(600_000 + 2 * 20_000 + 3_000, preview.AnnualBefore.Minor);
        Assert.Equal(660_000 + 2 * 20_000 + 3_000, preview.AnnualAfter.Minor);
    }

    [Fact]
    public void A27_a_year_of_a_monthly_plan_is_twelve_months() =>
        Assert.Equal((720_000, 792_000), (Life.Signed().PreviewSeats(1).AnnualBefore.Minor, Life.Signed().PreviewSeats(1).AnnualAfter.Minor));

    [Fact]
    public void R76_due_today_is_the_prorated_cost_and_tax()
    {
        var life = Life.Signed(Life.Terms with { TaxRatePpm = 88_750 });
        life.AdvanceTo("2025-01-31");
        var quote = life.PreviewSeats(3).Quote;
        Assert.Equal((8_710, 773, 9_483, 9_483), (quote.Subtotal.Minor, quote.Tax.Minor, quote.Total.Minor, quote.Due.Minor));
    }

    [Fact]
    public void R77_the_purchase_shows_how_the_plan_changes_and_charges_what_was_previewed()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-20");
        var preview = life.PreviewSeats(7);
        var bought = life.Do(new PurchaseSeats(7, SeatType.FullTime, preview.Claim));
        Assert.Equal(preview.Quote.Due, bought.Invoice!.AmountDue);
        Assert.Equal(preview.SeatsAfter, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void P08_collaborator_seats_are_one_delta_line_at_their_own_price()
    {
        var life = Life.Signed();
        var bought = life.BuySeats(2, SeatType.Collaborator);
        Assert.Equal(4_000, Assert.Single(bought.Invoice!.Lines).Amount.Minor);
        Assert.Equal((10, 2), (life.Contract.FullTimeSeats, life.Contract.CollaboratorSeats));
    }

    [Fact]
    public void P03_a_purchase_at_the_boundary_is_in_the_new_period()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-15");
        var bought = life.BuySeats(1);
        Assert.Equal((28, 28), (bought.Invoice!.Lines[0].Days, bought.Invoice.Lines[0].PeriodDays));
        Assert.Equal(6_000, bought.Invoice.Total.Minor);
    }

    [Fact]
    public void P14_a_purchase_never_moves_the_anchor()
    {
        var life = Life.Signed();
        var (anchor, renewsAt) = (life.Contract.Anchor, life.Contract.RenewsAt);
        life.AdvanceTo("2025-01-20");
        life.BuySeats(1);
        Assert.Equal((anchor, renewsAt), (life.Contract.Anchor, life.Contract.RenewsAt));
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(100_001)]
    public void A68_a_purchase_of_no_seats_or_too_many_is_bad_input(int seats)
    {
        var life = Life.Signed();
        Assert.Equal((ErrorCode.InvalidInput, "additionalSeats"), (life.BuySeats(seats).Error, life.BuySeats(seats).Field));
        Assert.Equal(ErrorCode.InvalidInput, Previews.Seats(life.State, life.Context, seats, SeatType.FullTime).Refusal!.Code);
    }

    [Fact]
    public void A04_a_declined_purchase_grants_nothing_and_starts_no_dunning()
    {
        var life = Life.Signed();
        life.Says(BankWord.No());
        var bought = life.BuySeats(3);
        Assert.Equal(ErrorCode.PaymentDeclined, bought.Error);
        Assert.Equal((InvoiceStatus.Void, VoidReason.Declined), (bought.Invoice!.Status, bought.Invoice.VoidReason));
        Assert.Equal((10, AccountState.Active), (life.Contract.FullTimeSeats, life.Status));
        Assert.Equal(IntentStatus.Canceled, life.Provider.Intents.Last().Status);
        life.AdvanceTo("2025-02-10");
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A04_seats_that_wait_for_3d_secure_are_granted_once_the_money_is_in()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.BuySeats(3).Error);
        Assert.Equal(10, life.Contract.FullTimeSeats);
        Assert.Null(life.Cardholder(confirms: true).Error);
        Assert.Equal(13, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void A04_seats_whose_3d_secure_fails_are_not_granted()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        Assert.Equal(ErrorCode.PaymentDeclined, life.Cardholder(confirms: false).Error);
        Assert.Equal((10, InvoiceStatus.Void), (life.Contract.FullTimeSeats, life.Last.Status));
    }

    [Fact]
    public void A48_mailed_seats_are_granted_at_once_due_in_30_days_and_never_lock()
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment("0001", 600_000, "wire"));
        var bought = life.BuySeats(2);
        Assert.Equal((12, InvoiceStatus.Open), (life.Contract.FullTimeSeats, bought.Invoice!.Status));
        Assert.Equal(life.Now + NodaTime.Duration.FromDays(30), bought.Invoice.DueAt);
        life.AdvanceTo("2025-12-01");
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void R73_R78_nothing_a_customer_can_order_reduces_seats_before_the_term_ends()
    {
        var life = Life.Signed();
        life.Actor = Life.OwnerActor;
        life.Do(new ScheduleReduction(null, 4));
        Assert.Equal(10, life.Contract.FullTimeSeats);
        life.AdvanceTo("2026-01-14T23:59:59Z");
        Assert.Equal(10, life.Contract.FullTimeSeats);
        life.AdvanceTo("2026-01-15");
        Assert.Equal(4, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void A66_seats_added_in_a_trial_cost_nothing_until_it_ends()
    {
        var life = Life.Signed(Life.Terms with { TrialDays = 14 });
        var bought = life.BuySeats(2);
        Assert.Equal((0, InvoiceStatus.Paid, 12), (bought.Invoice!.Total.Minor, bought.Invoice.Status, life.Contract.FullTimeSeats));
        life.AdvanceTo("2025-01-29");
        Assert.Equal(72_000, life.Last.Total.Minor);
    }

    [Fact]
    public void A04_a_seat_bought_is_a_seat_that_can_be_assigned()
    {
        var life = Life.Signed(Life.Terms with { FullTimeSeats = 1 });
        Assert.Equal(ErrorCode.NoSeatAvailable, life.Add("bo").Error);
        life.BuySeats(1);
        Assert.Null(life.Add("bo").Error);
        Assert.Equal(2, life.State.Assigned(MemberType.FullTime));
    }
}
