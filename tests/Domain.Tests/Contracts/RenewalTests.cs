using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Tests.Contracts;

public class RenewalTests
{
    [Fact]
    public void R18_the_invoice_comes_by_itself_and_the_card_is_charged()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-15");
        Assert.Equal((InvoiceKind.Renewal, InvoiceStatus.Paid), (life.Last.Kind, life.Last.Status));
        Assert.Equal(60_000, life.Provider.Taken[life.Last.Id.Value]);
        Assert.False(life.Last.Payment.LastAttempt!.OnSession);
    }

    [Fact]
    public void A37_a_monthly_contract_renews_within_its_term_and_then_for_another()
    {
        var life = Life.Signed();
        life.AdvanceTo("2027-01-20");
        Assert.Equal(25, life.State.Invoices.Count);
        Assert.Equal(new(new(2027, 1, 15), new(2028, 1, 15)), life.Contract.Term);
    }

    [Fact]
    public void A37_a_scheduled_reduction_waits_for_the_terms_end_not_the_months()
    {
        var life = Life.Signed();
        life.Do(new ScheduleReduction(PlanCode.Business, 6));
        Assert.Equal(new LocalDate(2026, 1, 15), life.Contract.Scheduled!.EffectiveOn);
        life.AdvanceTo("2025-12-15");
        Assert.Equal(60_000, life.Last.Total.Minor);
        life.AdvanceTo("2026-01-15");
        Assert.Equal((36_000, 6), (life.Last.Total.Minor, life.Contract.FullTimeSeats));
        Assert.Null(life.Contract.Scheduled);
    }

    [Fact]
    public void P04_ten_years_of_renewals_never_lose_the_anchor_day()
    {
        var life = Life.Signed(start: "2024-02-29T08:00:00Z");
        life.AdvanceTo("2034-03-01");
        Assert.Equal(121, life.State.Invoices.Count);
        Assert.All(life.State.Invoices.Zip(life.State.Invoices.Skip(1)), pair => Assert.Equal(pair.First.Period!.Value.End, pair.Second.Period!.Value.Start));
        Assert.Equal(new LocalDate(2034, 2, 28), life.Last.Period!.Value.Start);
    }

    [Fact]
    public void P12_what_is_processed_late_is_dated_when_it_was_due()
    {
        var life = Life.Signed(testClock: false);
        life.SleepUntil("2025-05-20T11:00:00Z");
        Assert.Equal(
            ["2025-02-15T00:00:00Z", "2025-03-15T00:00:00Z", "2025-04-15T00:00:00Z", "2025-05-15T00:00:00Z"],
            life.State.Invoices.Skip(1).Select(invoice => invoice.IssuedAt.ToString()));
        Assert.All(life.State.Invoices, invoice => Assert.Equal(InvoiceStatus.Paid, invoice.Status));
        Assert.Equal(Life.At("2025-05-20T11:00:00Z"), life.Last.PaidAt);
    }

    [Fact]
    public void P12_a_read_computes_status_at_now_without_any_wake_up()
    {
        var trial = new Life();
        trial.Do(Life.Terms with { TrialDays = 3 });
        Assert.Equal(AccountState.Active, OrganizationRules.At(trial.State, trial.Context with { Now = Life.At("2025-01-17T23:59:59Z") }).Status.State);
        Assert.Equal(AccountState.BillingOnly, OrganizationRules.At(trial.State, trial.Context with { Now = Life.At("2025-01-18") }).Status.State);
    }

    [Fact]
    public void R02_A62_a_trial_that_ends_without_a_card_loses_access_and_issues_no_invoice()
    {
        var life = new Life();
        life.Do(Life.Terms with { TrialDays = 14 });
        life.AdvanceTo("2025-01-29");
        Assert.Equal((AccountState.BillingOnly, StatusReason.NoPaymentMethod), (life.Status, life.State.Status.Reason));
        Assert.Empty(life.State.Invoices);
    }

    [Fact]
    public void R02_A03_A62_a_period_that_ends_without_a_card_locks_at_once_with_its_invoice_open()
    {
        var life = WithoutCard();
        life.AdvanceTo("2025-02-15");
        Assert.Equal((AccountState.BillingOnly, StatusReason.NoPaymentMethod), (life.Status, life.State.Status.Reason));
        Assert.True(life.Last.IsOpen);
        Assert.Empty(life.Last.Payment.Attempts);
        life.NewCard();
        Assert.Equal((AccountState.Active, InvoiceStatus.Paid, new LocalDate(2025, 1, 15)), (life.Status, life.Last.Status, life.Contract.Anchor));
    }

    [Fact]
    public void A60_a_waiting_purchase_is_canceled_by_the_renewal_that_falls_due()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-14T12:00:00Z");
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.AdvanceTo("2025-02-15");
        Assert.Equal((InvoiceStatus.Void, VoidReason.RenewalDue), (life.State.Invoice(2).Status, life.State.Invoice(2).VoidReason));
        Assert.Equal((60_000, InvoiceStatus.Paid), (life.Last.Total.Minor, life.Last.Status));
    }

    [Fact]
    public void A60_a_purchase_that_was_confirmed_just_before_the_renewal_is_paid_after_all()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-14T12:00:00Z");
        life.Says(BankWord.ThreeDSecure);
        var bought = life.BuySeats(3);
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.AdvanceTo("2025-02-15");
        Assert.Equal(InvoiceStatus.Paid, life.State.Invoice(bought.Invoice!.Number).Status);
        Assert.Equal(13 * 6_000, life.Last.Total.Minor);
    }

    [Fact]
    public void A60_a_renewal_waits_for_an_unknown_purchase()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-14T12:00:00Z");
        life.Breaks(Wire.Holds, Wire.BreaksAfter);
        Assert.Equal(ErrorCode.PaymentPending, life.BuySeats(3).Error);
        Assert.False(life.AdvanceTo("2025-02-20"));
        Assert.Equal((2, Life.At("2025-02-15")), (life.State.Invoices.Count, life.Now));
        life.LookUp();
        Assert.True(life.AdvanceTo("2025-02-20"));
        Assert.Equal(13 * 6_000, life.Last.Total.Minor);
        Assert.Equal(Life.At("2025-02-15"), life.Last.IssuedAt);
    }

    [Fact]
    public void R21_A46_cancel_keeps_access_until_the_term_ends()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-03-01");
        life.Do(new CancelSubscription());
        Assert.Equal(Life.At("2026-01-15"), life.Contract.CancelsAt);
        life.AdvanceTo("2026-01-14T23:59:59Z");
        Assert.Equal((AccountState.Active, 12), (life.Status, life.State.Invoices.Count));
        life.AdvanceTo("2026-01-15");
        Assert.Equal((AccountState.BillingOnly, StatusReason.Canceled, 12), (life.Status, life.State.Status.Reason, life.State.Invoices.Count));
    }

    [Fact]
    public void A46_a_canceled_trial_ends_with_the_trial()
    {
        var life = Life.Signed(Life.Terms with { TrialDays = 14 });
        life.Do(new CancelSubscription());
        life.AdvanceTo("2025-01-29");
        Assert.Equal((StatusReason.Canceled, 0), (life.State.Status.Reason, life.State.Invoices.Count));
    }

    [Fact]
    public void R21_resume_takes_a_cancellation_back()
    {
        var life = Life.Signed();
        Assert.Equal(ErrorCode.NotCanceled, life.Do(new ResumeSubscription()).Error);
        life.Do(new CancelSubscription());
        Assert.Equal(ErrorCode.AlreadyCanceled, life.Do(new CancelSubscription()).Error);
        life.Do(new ResumeSubscription());
        life.AdvanceTo("2026-02-01");
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void R21_A30_A63_a_card_after_the_cancellation_starts_a_new_term_that_day()
    {
        var life = Life.Signed();
        life.Do(new CancelSubscription());
        life.AdvanceTo("2026-03-10T17:00:00Z");
        life.NewCard("pm_card_1111");
        Assert.Equal((AccountState.Active, InvoiceKind.Reactivation, 60_000), (life.Status, life.Last.Kind, life.Last.Total.Minor));
        Assert.Equal(new(new(2026, 3, 10), new(2027, 3, 10)), life.Contract.Term);
        Assert.Null(life.Contract.CancelsAt);
    }

    [Fact]
    public void R21_a_card_brings_a_canceled_customer_by_wire_back_once_his_last_period_is_paid()
    {
        var life = new Life("2025-02-15T09:30:00Z");
        life.Do(Life.Terms with { Collection = Collection.SendInvoice, TermMonths = 1 });
        life.Do(new CancelSubscription());
        life.AdvanceTo("2025-03-15");
        Assert.True(life.Last.DueAt > life.Now);
        Assert.Equal(StatusReason.Canceled, life.State.Status.Reason);
        life.NewCard();
        Assert.Equal((InvoiceStatus.Paid, AccountState.Active), (life.State.Invoice(1).Status, life.Status));
        Assert.Equal(InvoiceKind.Reactivation, life.Last.Kind);
    }

    [Fact]
    public void A63_a_locked_organization_renews_nothing_and_its_unpaid_invoice_turns_void()
    {
        var life = Life.Locked();
        life.AdvanceTo("2025-03-14T23:59:59Z");
        Assert.True(life.Last.IsOpen);
        life.AdvanceTo("2025-08-01");
        Assert.Equal((2, InvoiceStatus.Void, VoidReason.PeriodOver), (life.State.Invoices.Count, life.Last.Status, life.Last.VoidReason));
    }

    [Fact]
    public void A30_within_the_unpaid_period_its_invoice_is_paid_and_the_anchor_kept()
    {
        var life = Life.Locked();
        life.AdvanceTo("2025-03-14T23:00:00Z");
        life.NewCard("pm_card_1111");
        Assert.Equal((2, InvoiceStatus.Paid, AccountState.Active), (life.State.Invoices.Count, life.Last.Status, life.Status));
        life.AdvanceTo("2025-03-15");
        Assert.Equal((3, new LocalDate(2025, 1, 15)), (life.State.Invoices.Count, life.Contract.Anchor));
    }

    [Fact]
    public void A30_after_the_unpaid_period_a_new_one_is_anchored_on_the_reactivation_day()
    {
        var life = Life.Locked();
        life.AdvanceTo("2025-03-15");
        life.NewCard("pm_card_1111");
        Assert.Equal((3, InvoiceKind.Reactivation), (life.State.Invoices.Count, life.Last.Kind));
        Assert.Equal(new(new(2025, 3, 15), new(2025, 4, 15)), life.Contract.CurrentPeriod);
    }

    [Fact]
    public void A63_staff_who_void_an_unpaid_renewal_make_the_organization_active_for_that_period()
    {
        var life = Life.Locked();
        life.Do(new VoidInvoice("0002"));
        Assert.Equal((InvoiceStatus.Void, AccountState.Active), (life.Last.Status, life.Status));
        life.AdvanceTo("2025-03-15");
        Assert.Equal((3, InvoiceStatus.Paid), (life.State.Invoices.Count, life.Last.Status));
    }

    /// <summary>Signed by wire, and then asked for a card that never came.</summary>
    internal static Life WithoutCard()
    {
        var life = new Life();
        life.Do(Life.Terms with { Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment("0001", 60_000, "w"));
        life.Do(new SetCollection(Collection.ChargeCard));
        return life;
    }
}
