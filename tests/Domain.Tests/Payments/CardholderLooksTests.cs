using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Tests.Payments;

/// <summary>A cardholder confirms, closes his browser, and no webhook ever comes (F10).</summary>
public class CardholderLooksTests
{
    [Fact]
    public void F10_a_cardholder_is_looked_for_after_2_m_10_m_1_h_6_h_and_then_daily()
    {
        int[] minutes = [2, 10, 60, 360, 1_440, 1_440];
        Assert.Equal(minutes, Enumerable.Range(0, 6).Select(looks => (int)CardholderLooks.Distance(looks).TotalMinutes));
    }

    [Theory, InlineData(119, 10), InlineData(120, 13)]
    public void F10_seats_that_were_confirmed_unheard_are_granted_at_the_first_look(int seconds, int seats)
    {
        var life = Asked(life => life.BuySeats(3));
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.RealTimePasses(Duration.FromSeconds(seconds));
        Assert.Equal(seats, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void F10_an_invoice_that_waits_for_ever_is_looked_at_for_ever()
    {
        var life = Asked(life => life.Do(new CreateInvoice([new("Training", 1, 20_000)])));
        for (var day = 0; day < 40; day++) life.RealTimePasses(Duration.FromDays(1));
        Assert.True(life.Last is { IsOpen: true, Payment.AwaitsCardholder: true });

        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.RealTimePasses(Duration.FromDays(1));

        Assert.Equal(InvoiceStatus.Paid, life.Last.Status);
        Assert.Equal(life.Last.AmountDue.Minor, life.Provider.Taken[life.Last.Id.Value]);
    }

    [Fact]
    public void F10_a_cardholder_who_failed_to_confirm_is_a_decline_though_nobody_said_so()
    {
        var life = Asked(life => life.BuySeats(3));
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: false);
        life.RealTimePasses(Duration.FromMinutes(2));
        Assert.Equal((InvoiceStatus.Void, 10), (life.Last.Status, life.Contract.FullTimeSeats));
    }

    [Fact]
    public void F10_a_look_that_fails_leaves_nothing_in_doubt_and_is_made_again()
    {
        var life = Asked(life => life.BuySeats(3));
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.Breaks(Wire.BreaksBefore);
        life.RealTimePasses(Duration.FromMinutes(2));
        Assert.True(life.Last.Payment is { IsUnsettled: false, AwaitsCardholder: true });

        life.RealTimePasses(Duration.FromMinutes(10));
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
    }

    [Fact]
    public void F10_looks_begin_anew_with_each_attempt()
    {
        var life = Asked(life => life.Do(new CreateInvoice([new("Training", 1, 20_000)])));
        foreach (var minutes in (int[])[2, 10, 60]) life.RealTimePasses(Duration.FromMinutes(minutes));
        Assert.Equal(3, life.Last.Payment.CardholderLooks);
        life.Says(BankWord.ThreeDSecure);
        life.NewCard("pm_card_other");
        Assert.Equal((2, 0), (life.Last.Payment.Attempts.Length, life.Last.Payment.CardholderLooks));
        life.RealTimePasses(Duration.FromMinutes(2));
        Assert.Equal(1, life.Last.Payment.CardholderLooks);
    }

    [Fact]
    public void A40_a_card_that_came_while_a_confirmation_was_in_doubt_pays_in_place_of_the_one_that_waits()
    {
        var life = Asked(life => life.Do(new CreateInvoice([new("Training", 1, 20_000)])));
        life.Take(PaymentRules.Unknown(life.State, life.Context, life.Last.Number));
        life.NewCard("pm_card_other");
        Assert.Single(life.Last.Payment.Attempts);

        life.LookUp();

        Assert.Equal((InvoiceStatus.Paid, "pm_card_other"), (life.Last.Status, life.Last.Payment.LastAttempt!.PaymentMethodId));
        Assert.Equal(life.Last.AmountDue.Minor, life.Provider.Taken[life.Last.Id.Value]);
    }

    private static Life Asked(Func<Life, Answer> order)
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, order(life).Error);
        return life;
    }
}
