using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Credits;

/// <summary>Credit is for what was paid: neither a void nor a failed invoice can be turned into it (P9, R12).</summary>
public sealed class UnpaidMoneyTests
{
    [Fact]
    public void P09_a_void_renewal_cannot_be_credited()
    {
        var life = Life.PastDue();
        life.Do(new VoidInvoice(life.Last.NumberText));
        Assert.Equal(AccountState.Active, life.Status);

        life.Do(new ReduceNow(null, 2, null));

        Assert.Equal((2, 0L), (life.Contract.FullTimeSeats, life.Balance));
    }

    [Fact]
    public void A38_a_void_renewal_is_not_credited_to_a_new_contract()
    {
        var life = Life.PastDue();
        life.Do(new VoidInvoice(life.Last.NumberText));

        var signed = life.Do(Life.AnnualTerms);

        Assert.Equal(10 * 60_000, signed.Invoice!.Total.Minor);
    }

    [Fact]
    public void P09_an_unpaid_period_is_settled_before_it_is_reduced()
    {
        var life = Life.PastDue();

        Assert.Equal(ErrorCode.Conflict, life.Do(new ReduceNow(null, 2, null)).Error);
        Assert.Equal((10, 0L), (life.Contract.FullTimeSeats, life.Balance));
    }

    [Fact]
    public void P09_mailed_seats_that_were_voided_are_not_credited()
    {
        var life = Life.Signed(Life.Terms with { Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment(life.Last.NumberText, life.Last.AmountDue.Minor, "w1"));
        var seats = life.BuySeats(10);
        life.Do(new VoidInvoice(seats.Invoice!.NumberText));

        life.Do(new ReduceNow(null, 10, null));

        // The first ten were paid with 60,000 and no more can come back for all twenty than that.
        Assert.InRange(life.Balance, 0, 60_000);
        life.Do(new ReduceNow(null, 1, null));
        Assert.InRange(life.Balance, 0, 60_000);
    }

    [Fact]
    public void A38_seats_paid_for_in_a_period_that_is_not_are_credited_alone()
    {
        var life = Life.PastDue();
        life.NewCard("pm_card_good");
        Assert.Equal(AccountState.Active, life.Status);
        var seats = life.BuySeats(5).Invoice!.Subtotal.Minor;
        Assert.True(seats > 0);

        var signed = life.Do(Life.AnnualTerms with { FullTimeSeats = 15 });

        Assert.Equal(-(60_000 + seats), signed.Invoice!.Lines[0].Amount.Minor);
    }
}
