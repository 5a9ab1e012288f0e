using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using NodaTime;

namespace Billing.Domain.Tests.Plans;

public class PlanTests
{
    [Fact]
    public void R11_P08_A58_an_upgrade_credits_the_unused_old_and_charges_the_remaining_new()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31T12:00:00Z");
        var upgraded = life.Upgrade(PlanCode.Enterprise);
        // 15 of 31 days: 60,000 and 90,000.
        Assert.Equal([-29_032, 43_548], upgraded.Invoice!.Lines.Select(line => line.Amount.Minor));
        Assert.Equal((InvoiceKind.PlanChange, 14_516), (upgraded.Invoice.Kind, upgraded.Invoice.Total.Minor));
        Assert.Equal(PlanCode.Enterprise, life.Contract.Plan);
    }

    [Fact]
    public void R11_the_next_period_bills_at_the_higher_rate()
    {
        var life = Life.Signed();
        life.Upgrade(PlanCode.Enterprise);
        life.AdvanceTo("2025-02-15");
        Assert.Equal(90_000, life.Last.Total.Minor);
    }

    [Fact]
    public void A65_an_upgrade_takes_the_contracts_price_and_leaves_the_collaborators()
    {
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 2, PlanPrices = [new(PlanCode.Enterprise, 7_000, 500)] });
        life.Upgrade(PlanCode.Enterprise);
        Assert.Equal((7_000, 2_000), (life.Contract.SeatPrice.Minor, life.Contract.CollaboratorSeatPrice.Minor));
    }

    [Fact]
    public void P14_an_upgrade_never_moves_the_anchor()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-20");
        life.Upgrade(PlanCode.Ultimate);
        Assert.Equal((new LocalDate(2025, 1, 15), Life.At("2025-02-15")), (life.Contract.Anchor, life.Contract.RenewsAt));
    }

    [Fact]
    public void A04_a_declined_upgrade_changes_nothing()
    {
        var life = Life.Signed();
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentDeclined, life.Upgrade(PlanCode.Enterprise).Error);
        Assert.Equal((PlanCode.Business, AccountState.Active), (life.Contract.Plan, life.Status));
    }

    [Fact]
    public void R78_A68_a_lower_plan_can_only_be_scheduled()
    {
        var life = Life.Signed(Life.Terms with { Plan = PlanCode.Enterprise });
        Assert.Equal((ErrorCode.CannotDecrease, "plan"), (life.Upgrade(PlanCode.Business).Error, life.Upgrade(PlanCode.Business).Field));
        Assert.Equal(ErrorCode.NotAnUpgrade, life.Upgrade(PlanCode.Enterprise).Error);
        life.Do(new ScheduleReduction(PlanCode.Business, null));
        life.AdvanceTo("2026-01-15");
        Assert.Equal((PlanCode.Business, 60_000), (life.Contract.Plan, life.Last.Total.Minor));
    }

    [Fact]
    public void A05_self_service_only_schedules_and_a_schedule_can_be_taken_back()
    {
        var life = Life.Signed();
        life.Do(new ScheduleReduction(null, 5));
        Assert.Equal((10, 0), (life.Contract.FullTimeSeats, life.Balance));
        life.Do(new CancelScheduledReduction());
        life.AdvanceTo("2026-01-15");
        Assert.Equal(10, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void R12_A05_A51_staffs_lower_plan_now_gives_credit_that_future_periods_use()
    {
        var life = Life.Signed(Life.Terms with { Plan = PlanCode.Enterprise });
        life.AdvanceTo("2025-01-31");
        var reduced = life.Do(new ReduceNow(PlanCode.Business, null, null));
        Assert.Equal((-14_516, 0, 0), (reduced.Invoice!.Total.Minor, reduced.Invoice.CreditApplied.Minor, reduced.Invoice.AmountDue.Minor));
        Assert.Equal((InvoiceKind.PlanChange, InvoiceStatus.Paid, 14_516), (reduced.Invoice.Kind, reduced.Invoice.Status, life.Balance));
        life.AdvanceTo("2025-02-15");
        Assert.Equal((60_000, 14_516, 45_484, 0), (life.Last.Total.Minor, life.Last.CreditApplied.Minor, life.Last.AmountDue.Minor, life.Balance));
    }

    [Fact]
    public void A51_fewer_seats_alone_are_a_plan_change_too()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31");
        var reduced = life.Do(new ReduceNow(null, 7, null));
        Assert.Equal((InvoiceKind.PlanChange, -8_710), (reduced.Invoice!.Kind, Assert.Single(reduced.Invoice.Lines).Amount.Minor));
        Assert.Equal((7, 8_710), (life.Contract.FullTimeSeats, life.Balance));
    }

    [Fact]
    public void R12_reducing_now_drops_what_was_scheduled()
    {
        var life = Life.Signed();
        life.Do(new ScheduleReduction(null, 5));
        life.Do(new ReduceNow(null, 7, null));
        Assert.Null(life.Contract.Scheduled);
    }

    [Fact]
    public void A56_a_legacy_plan_is_no_target_for_self_service()
    {
        var life = Life.Signed();
        life.Actor = Life.OwnerActor;
        Assert.Equal((ErrorCode.InvalidInput, "plan"), (life.Do(new ScheduleReduction(PlanCode.Professional, null)).Error, "plan"));
        life.Actor = Life.Staff;
        Assert.Null(life.Do(new ScheduleReduction(PlanCode.Professional, null)).Error);
    }

    [Theory]
    [InlineData(11, "fullTimeSeats"), InlineData(10, "fullTimeSeats"), InlineData(1, "fullTimeSeats")]
    public void A68_a_reduction_to_more_the_same_or_fewer_than_assigned_is_bad_input(int seats, string field)
    {
        var life = Life.Signed();
        life.Add("bo");
        foreach (var order in new OrganizationCommand[] { new ScheduleReduction(null, seats), new ReduceNow(null, seats, null) })
            Assert.Equal((ErrorCode.InvalidInput, field), (life.Do(order).Error, life.Do(order).Field));
    }

    [Fact]
    public void A37_a_scheduled_reduction_never_goes_below_the_seats_assigned_by_then()
    {
        var life = Life.Signed();
        life.Do(new ScheduleReduction(null, 2));
        foreach (var name in new[] { "bo", "cy", "di" }) life.Add(name);
        life.AdvanceTo("2026-01-15");
        Assert.Equal(4, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void A60_while_a_purchase_waits_other_changes_conflict()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        Assert.Equal(ErrorCode.Conflict, life.BuySeats(1).Error);
        Assert.Equal(ErrorCode.Conflict, life.Upgrade(PlanCode.Ultimate).Error);
        Assert.Equal(ErrorCode.Conflict, life.Do(new ScheduleReduction(null, 5)).Error);
        Assert.Equal(ErrorCode.Conflict, life.Do(new ReduceNow(null, 5, null)).Error);
        Assert.Equal(ErrorCode.Conflict, life.Do(Life.AnnualTerms).Error);
        life.Do(new CancelPurchase(life.Last.NumberText));
        Assert.Null(life.BuySeats(1).Error);
    }

    [Fact]
    public void A68_a_locked_organization_answers_locked_to_what_is_no_way_out()
    {
        var life = Life.Locked();
        OrganizationCommand[] orders =
        [
            new Domain.Organizations.PurchaseSeats(1, Domain.Seats.SeatType.FullTime, null), new UpgradePlan(PlanCode.Ultimate, null), new ScheduleReduction(null, 5),
            new ReduceNow(null, 5, null), new CancelSubscription(), new ResumeSubscription(),
        ];
        Assert.All(orders, order => Assert.Equal(ErrorCode.Locked, life.Do(order).Error));
        Assert.Equal(ErrorCode.Locked, life.Add("bo").Error);
    }

    [Fact]
    public void R78_the_preview_of_a_reduction_shows_the_terms_renewal_within_a_trial_too()
    {
        var life = Life.Signed(Life.Terms with { TrialDays = 14 });
        var preview = Previews.Reduction(life.State, life.Context, null, 4).Preview!;
        Assert.Equal((10, 4, 24_000), (preview.SeatsBefore, preview.SeatsAfter, preview.Quote.Total.Minor));
    }
}
