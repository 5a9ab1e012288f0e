using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Contracts;

/// <summary>While a contract waits for its cardholder, nothing may change what it was signed on, nor be undone by it (A60).</summary>
public sealed class WaitingContractTests
{
    [Fact]
    public void A60_no_credit_in_another_currency_while_a_contract_waits()
    {
        var life = Waiting(Life.Terms with { Currency = "EUR", SeatPrice = 5_000 });

        Assert.Equal(ErrorCode.Conflict, life.Do(new GrantCredit(1_000, "sorry")).Error);

        Assert.Null(life.Cardholder(confirms: true).Error);
        Assert.Equal((AccountState.Active, "EUR"), (life.Status, life.Contract.Currency.Code));
    }

    [Fact]
    public void A50_no_member_takes_a_seat_that_a_waiting_contract_will_not_have()
    {
        var life = Replacing();

        Assert.Equal(ErrorCode.Conflict, life.Add("Ann").Error);
    }

    [Fact]
    public void R21_a_cancellation_is_not_lost_to_a_waiting_contract()
    {
        var life = Replacing();

        Assert.Equal(ErrorCode.Conflict, life.Do(new CancelSubscription()).Error);
        Assert.Null(life.Cardholder(confirms: true).Error);
        Assert.Equal(3, life.Contract.FullTimeSeats);
    }

    [Fact]
    public void A38_no_new_contract_while_nobody_knows_whether_the_renewal_was_paid()
    {
        var life = Life.Signed(testClock: false);
        life.Breaks(Wire.Holds, Wire.BreaksAfter);
        life.AdvanceTo("2025-02-15");
        Assert.True(life.Last.Payment.IsUnsettled);

        Assert.Equal(ErrorCode.PaymentPending, life.Do(Life.AnnualTerms).Error);
    }

    private static Life Waiting(StartContract terms)
    {
        var life = new Life();
        life.NewCard();
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.Do(terms).Error);
        return life;
    }

    private static Life Replacing()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.Do(Life.AnnualTerms with { FullTimeSeats = 3 }).Error);
        return life;
    }
}
