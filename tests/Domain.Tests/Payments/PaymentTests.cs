using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Tests.Payments;

public class PaymentTests
{
    [Theory]
    [InlineData("2025-01-16T09:29:59Z", InvoiceStatus.Open), InlineData("2025-01-16T09:30:00Z", InvoiceStatus.Void)]
    public void A45_a_purchase_that_waits_for_3d_secure_is_canceled_after_24_hours(string until, InvoiceStatus status)
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.AdvanceTo(until);
        Assert.Equal((status, 10), (life.Last.Status, life.Contract.FullTimeSeats));
        if (status == InvoiceStatus.Void) Assert.Equal(IntentStatus.Canceled, life.Provider.Intents.Last().Status);
    }

    [Fact]
    public void A45_at_the_provider_first_so_that_what_was_confirmed_unheard_is_granted()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.AdvanceTo("2025-01-17");
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
    }

    [Fact]
    public void A57_a_test_clock_stands_still_so_a_waiting_purchase_does_not_expire_in_real_time()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.RealTimePasses(Duration.FromDays(10));
        Assert.True(life.Last.IsOpen);
        Assert.Equal(Life.At("2025-01-15T09:30:00Z"), life.Now);
    }

    [Fact]
    public void A57_look_ups_run_in_real_time()
    {
        var life = Life.Signed();
        life.Breaks(Wire.Holds, Wire.BreaksAfter);
        life.BuySeats(3);
        life.RealTimePasses(Duration.FromSeconds(1));
        Assert.True(life.Last.Payment.IsUnknown);
        life.RealTimePasses(Duration.FromSeconds(1));
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
    }

    [Fact]
    public void A61_look_ups_come_after_2_s_10_s_1_m_5_m_15_m_and_then_hourly()
    {
        int[] seconds = [2, 10, 60, 300, 900, 3_600, 3_600];
        Assert.Equal(seconds, Enumerable.Range(0, 7).Select(lookup => (int)LookupSchedule.Distance(lookup).TotalSeconds));
    }

    [Theory]
    [InlineData(Wire.BreaksBefore, Wire.Holds), InlineData(Wire.BreaksAfter, Wire.Holds)]
    [InlineData(Wire.Holds, Wire.BreaksBefore), InlineData(Wire.Holds, Wire.BreaksAfter)]
    public void A61_whatever_call_breaks_a_purchase_is_charged_once_and_granted_once(Wire create, Wire confirm)
    {
        var life = Life.Signed();
        life.Breaks(create, confirm);
        Assert.Equal(ErrorCode.PaymentPending, life.BuySeats(3).Error);
        Assert.Equal(10, life.Contract.FullTimeSeats);
        life.LookUp();
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
        Assert.Equal(life.Last.AmountDue.Minor, life.Provider.Taken[life.Last.Id.Value]);
    }

    [Fact]
    public void A61_a_key_that_is_too_old_is_not_used_again()
    {
        var life = Life.Signed();
        life.Breaks(Wire.BreaksAfter);
        life.BuySeats(3);
        life.Breaks(Enumerable.Repeat(Wire.BreaksBefore, 30).ToArray());
        life.LookUp(30);
        life.LookUp(30);
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
        Assert.Equal(2, life.Provider.Intents.Count());
    }

    [Fact]
    public void A04_an_outcome_that_arrives_twice_grants_once()
    {
        var life = Life.Signed();
        life.BuySeats(3);
        Assert.Empty(PaymentRules.Settle(life.State, life.Context, life.Last.Number, AttemptOutcome.Succeeded, null, null, null).Events);
        Assert.Empty(PaymentRules.Canceled(life.State, life.Context, life.Last.Number, succeeded: true).Events);
    }

    [Fact]
    public void A40_a_new_card_takes_the_place_of_one_whose_cardholder_is_awaited()
    {
        var life = Life.PastDue();
        life.Says(BankWord.ThreeDSecure);
        life.Do(new PayInvoice("0002"));
        Assert.Null(life.NewCard("pm_card_1111").Error);
        Assert.Equal((InvoiceStatus.Paid, AccountState.Active, 2), (life.Last.Status, life.Status, life.Last.Payment.Generation));
        Assert.Equal(60_000, life.Provider.Taken[life.Last.Id.Value]);
    }

    [Fact]
    public void A67_a_recovery_goes_on_where_the_old_intent_had_succeeded_unheard()
    {
        var life = Life.Signed();
        life.Says(BankWord.No());
        life.Do(new CreateInvoice([new("Training", 1, 50_000)]));
        life.Says(BankWord.ThreeDSecure);
        life.Do(new PayInvoice("0002"));
        life.Says(BankWord.No());
        life.AdvanceTo("2025-02-15");
        life.Provider.Cardholder(life.State.Invoice(2).Payment.IntentId!, confirms: true);
        life.NewCard("pm_card_1111");
        Assert.Equal(AccountState.Active, life.Status);
        Assert.All(life.State.Invoices, invoice => Assert.Equal(InvoiceStatus.Paid, invoice.Status));
    }

    [Fact]
    public void A04_cancelPurchase_gives_a_waiting_purchase_up()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.Do(new CancelPurchase("0002"));
        Assert.Equal((InvoiceStatus.Void, VoidReason.GivenUp, 10), (life.Last.Status, life.Last.VoidReason, life.Contract.FullTimeSeats));
        Assert.Equal(ErrorCode.InvoiceNotOpen, life.Do(new CancelPurchase("0002")).Error);
    }

    [Fact]
    public void A61_what_is_not_known_yet_cannot_be_voided_paid_by_wire_or_given_up()
    {
        var life = Life.Signed();
        life.Breaks(Wire.Holds, Wire.BreaksAfter);
        life.BuySeats(3);
        OrganizationCommand[] orders = [new VoidInvoice("0002"), new RecordWirePayment("0002", 100_000, "w"), new CancelPurchase("0002"), new PayInvoice("0002")];
        Assert.All(orders, order => Assert.Equal(ErrorCode.PaymentPending, life.Do(order).Error));
    }

    [Fact]
    public void P01_the_provider_charges_what_our_own_math_says_and_does_none_of_its_own()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31");
        life.BuySeats(3);
        life.AdvanceTo("2025-03-15");
        Assert.Equal(life.State.Invoices.Select(invoice => invoice.AmountDue.Minor), life.Provider.Intents.Select(intent => intent.Amount));
    }

    [Fact]
    public void R18_what_the_provider_reports_is_compared_with_ours_first()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        var intent = life.Provider.Intents.Last() with { Status = IntentStatus.Succeeded, AmountReceived = life.Last.AmountDue.Minor };
        Assert.Equal(Reading.Succeeded, IntentReading.Of(life.Last, intent, intent.Metadata));
        Assert.Equal(Reading.Mismatch, IntentReading.Of(life.Last, intent with { Amount = 1 }, intent.Metadata));
        Assert.Equal(Reading.Mismatch, IntentReading.Of(life.Last, intent with { Currency = "EUR" }, intent.Metadata));
        Assert.Equal(Reading.Mismatch, IntentReading.Of(life.Last, intent with { AmountReceived = 1 }, intent.Metadata));
        Assert.Equal(Reading.Mismatch, IntentReading.Of(life.Last, intent, intent.Metadata with { InvoiceId = "inv_x" }));
    }
}
