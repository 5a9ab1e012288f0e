using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using CsCheck;

namespace Billing.Domain.Tests.Credits;

/// <summary>What the provider cannot charge exactly is carried on the balance, never lost and never guessed (A52, A64).</summary>
public sealed class ChargeableAmountTests
{
    private static readonly ChargeLimits Kwd = new("KWD", 160, 999_999_990, 10);

    [Fact]
    public void A64_every_amount_due_is_a_multiple_that_a_card_can_be_charged_and_nothing_is_lost() =>
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[-5_000, 5_000]).Sample((total, balance) =>
        {
            var money = new Money(total, Currency.Of("KWD"));
            var result = CreditApplication.Of(money, money with { Minor = balance }, Kwd);
            Assert.Equal(0, result.Due.Minor % 10);
            Assert.Equal(total, result.Applied.Minor + result.Due.Minor);
            Assert.True(result.Due.Minor == 0 || result.Due.Minor >= 150);
        });

    [Fact]
    public void A64_three_decimal_currencies_are_charged_and_the_last_digit_carried()
    {
        var life = new Life { Catalog = TestCatalog.Value with { ChargeLimits = [.. TestCatalog.Value.ChargeLimits, Kwd] } };
        life.NewCard();

        var signed = life.Do(Life.Terms with { Currency = "KWD", SeatPrice = 10_005, FullTimeSeats = 3 });

        Assert.Equal((InvoiceStatus.Paid, 30_010L, -5L), (signed.Invoice!.Status, signed.Invoice.AmountDue.Minor, life.Balance));
        life.AdvanceTo("2025-02-15");
        Assert.Equal((30_020L, 0L), (life.Last.AmountDue.Minor, life.Balance));
    }

    [Fact]
    public void A64_a_currency_that_cards_cannot_pay_is_refused_with_the_way_out()
    {
        var life = new Life { Catalog = TestCatalog.Value with { ChargeLimits = [new("IQD", 0, 0)] } };
        life.NewCard();

        var refused = life.Do(Life.Terms with { Currency = "IQD", SeatPrice = 10_000 });

        Assert.Equal((ErrorCode.InvalidInput, "fullTimeSeats"), (refused.Error, refused.Field));
        Assert.Null(life.Do(Life.Terms with { Currency = "IQD", SeatPrice = 10_000, Collection = Collection.SendInvoice }).Error);
    }

    [Fact]
    public void A65_a_reduction_to_a_plan_without_a_price_is_refused()
    {
        var life = Life.Signed(Life.Terms with { Plan = PlanCode.Ultimate, Currency = "EUR", SeatPrice = 20_000 });

        var refused = life.Do(new ScheduleReduction(PlanCode.Enterprise, null));

        Assert.Equal((ErrorCode.InvalidInput, "plan"), (refused.Error, refused.Field));
    }
}
