using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Credits;

public class CreditTests
{
    [Theory]
    // total, balance, minimum: applied, due, gained
    [InlineData(1_000, 0, 50, 0, 1_000, 0)]
    [InlineData(1_000, 400, 50, 400, 600, 0)]
    [InlineData(1_000, 1_000, 50, 1_000, 0, 0)]
    [InlineData(1_000, 5_000, 50, 1_000, 0, 0)]
    [InlineData(1_000, 951, 50, 1_000, 0, 0)]
    [InlineData(1_000, 950, 50, 950, 50, 0)]
    [InlineData(49, 0, 50, 49, 0, 0)]
    [InlineData(50, 0, 50, 0, 50, 0)]
    [InlineData(30, -30, 50, -30, 60, 0)]
    [InlineData(10, -30, 50, 10, 0, 0)]
    [InlineData(-700, 100, 50, 0, 0, 700)]
    [InlineData(0, 100, 50, 0, 0, 0)]
    [InlineData(49, 0, 0, 0, 49, 0)]
    public void A51_A52_P10_total_and_balance_come_together(long total, long balance, long minimum, long applied, long due, long gained)
    {
        var result = CreditApplication.Of(Usd(total), Usd(balance), new("USD", minimum, long.MaxValue));
        Assert.Equal((applied, due, gained), (result.Applied.Minor, result.Due.Minor, result.Gained.Minor));
    }

    [Fact]
    public void A52_what_is_below_the_minimum_charge_is_carried_and_collected_with_the_next()
    {
        var life = Life.Signed();
        var small = life.Do(new CreateInvoice([new("Stamp", 1, 40)])).Invoice!;
        Assert.Equal((InvoiceStatus.Paid, 40, 0, -40), (small.Status, small.CreditApplied.Minor, small.AmountDue.Minor, life.Balance));
        life.AdvanceTo("2025-02-15");
        Assert.Equal((-40, 60_040, 0), (life.Last.CreditApplied.Minor, life.Last.AmountDue.Minor, life.Balance));
        Assert.Equal(60_040, life.Provider.Taken[life.Last.Id.Value]);
    }

    [Fact]
    public void A52_the_preview_says_the_same()
    {
        var life = Life.Signed(Life.Terms with { SeatPrice = 30 });
        var preview = life.PreviewSeats(1);
        Assert.Equal((30, 0), (preview.Quote.Credit.Applied.Minor, preview.Quote.Due.Minor));
        var bought = life.BuySeats(1);
        Assert.Equal((InvoiceStatus.Paid, 0, -30), (bought.Invoice!.Status, bought.Invoice.AmountDue.Minor, life.Balance));
    }

    [Fact]
    public void A52_a_first_contract_below_the_minimum_may_be_in_another_currency()
    {
        var life = new Life();
        life.NewCard();
        Assert.Null(life.Do(Life.Terms with { Currency = "EUR", SeatPrice = 1 }).Error);
        Assert.Equal("-€0.10", life.State.Credit.Balance.Format());
    }

    [Fact]
    public void R12_credit_is_applied_to_future_periods_by_itself()
    {
        var life = Life.Signed();
        life.Do(new GrantCredit(70_000, "Sorry"));
        life.AdvanceTo("2025-03-15");
        Assert.Equal([60_000L, 10_000], life.State.Invoices.Skip(1).Select(invoice => invoice.CreditApplied.Minor));
        Assert.Equal(0, life.Balance);
    }

    [Fact]
    public void A29_credit_left_at_cancel_is_kept_and_applied_on_reactivation()
    {
        var life = Life.Signed(Life.Terms with { TermMonths = 1 });
        life.Do(new GrantCredit(5_000, "Sorry"));
        life.Do(new CancelSubscription());
        life.AdvanceTo("2025-06-01");
        Assert.Equal((AccountState.BillingOnly, 5_000), (life.Status, life.Balance));
        life.NewCard();
        Assert.Equal((5_000, 55_000, 0), (life.Last.CreditApplied.Minor, life.Last.AmountDue.Minor, life.Balance));
    }

    [Fact]
    public void A63_the_credit_of_a_voided_renewal_comes_back()
    {
        var life = Life.Signed();
        life.Do(new GrantCredit(5_000, "Sorry"));
        life.Says(BankWord.No(), BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-18");
        Assert.Equal(0, life.Balance);
        life.AdvanceTo("2025-03-15");
        Assert.Equal((InvoiceStatus.Void, 5_000), (life.Last.Status, life.Balance));
    }

    private static Money Usd(long minor) => new(minor, Currency.Usd);
}
