using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using CsCheck;
using NodaTime;

namespace Billing.Domain.Tests.Pricing;

/// <summary>P16. A failure prints its seed: set CsCheck_Seed to repeat it.</summary>
public class PropertyTests
{
    private static readonly Gen<long> Price = Gen.Long[1, 100_000];
    private static readonly Gen<BillingInterval> Interval = Gen.OneOf(BillingInterval.Monthly, BillingInterval.Annual);

    /// <summary>Signed on any day of a leap cycle.</summary>
    private static readonly Gen<Life> Signed = Gen.Select(Gen.Int[0, 1460], Price, Interval, Gen.Int[1, 50], Gen.Int[0, 250_000]).Select((day, price, interval, seats, tax) =>
        Life.Signed(Life.Terms with { SeatPrice = price, Interval = interval, FullTimeSeats = seats, TaxRatePpm = tax }, Day(day)));

    [Fact]
    public void P16_a_later_day_never_costs_more() => Gen.Select(Signed, Gen.Int[1, 100]).Sample((life, seats) =>
    {
        var before = long.MaxValue;
        for (var end = life.Contract.RenewsAt; life.Now < end; life.AdvanceTo(life.Now + Duration.FromDays(life.Contract.Interval == BillingInterval.Annual ? 23 : 1)))
        {
            var cost = life.PreviewSeats(seats).Quote.Total.Minor;
            Assert.True(cost <= before);
            before = cost;
        }
    }, iter: 60);

    [Fact]
    public void P16_a_full_period_costs_the_full_price() => Gen.Select(Signed, Gen.Int[1, 100]).Sample((life, seats) =>
        Assert.Equal(life.Contract.SeatPrice * seats, life.PreviewSeats(seats).Quote.Subtotal), iter: 200);

    [Fact]
    public void P16_P09_used_and_credit_are_what_was_billed() => Gen.Select(Signed, Gen.Int[0, 400], Gen.Int[1, 30], Gen.Double.Unit).Sample((life, days, bought, share) =>
    {
        Walk(life, days);
        life.BuySeats(bought);
        Walk(life, days / 3);
        var billed = life.Contract.Billed.FullTime;
        var target = Math.Max(1, (int)(share * (life.Contract.FullTimeSeats - 1)));
        var reduced = life.Do(new ReduceNow(null, target, null));
        Assert.Null(reduced.Error);
        var used = life.Contract.Billed.FullTime;
        Assert.Equal(billed, used - reduced.Invoice!.Subtotal);
        Assert.False(used.IsNegative);
    }, iter: 200);

    [Fact]
    public void P16_one_add_of_n_seats_and_n_adds_of_one_differ_by_at_most_half_a_minor_unit_each() =>
        Gen.Select(Price, Gen.Int[1, 366], Gen.Int[28, 366], Gen.Int[1, 300]).Where(given => given.Item2 <= given.Item3).Sample((price, days, of, seats) =>
        {
            var money = new Money(price, Currency.Usd);
            var difference = Math.Abs(money.Prorate(seats, days, of).Minor - (seats * money.Prorate(1, days, of).Minor));
            Assert.True(difference * 2 <= seats + 1);
        }, iter: 5_000);

    [Fact]
    public void P16_P08_splitting_a_purchase_leaves_the_same_seats_and_nearly_the_same_bill() => Gen.Select(Signed, Gen.Int[0, 300], Gen.Int[2, 8]).Sample((life, days, seats) =>
    {
        Walk(life, days);
        var whole = life.PreviewSeats(seats).Quote.Subtotal.Minor;
        var before = life.Contract.FullTimeSeats;
        var parts = Enumerable.Range(0, seats).Sum(_ => life.BuySeats(1).Invoice!.Subtotal.Minor);
        Assert.Equal(before + seats, life.Contract.FullTimeSeats);
        Assert.True(Math.Abs(whole - parts) * 2 <= seats + 1);
    }, iter: 100);

    [Fact]
    public void P16_A26_the_preview_is_the_charge() => Gen.Select(Signed, Gen.Int[0, 400], Gen.Int[1, 40], Gen.Long[0, 3_000_000], Gen.Bool).Sample((life, days, seats, credit, upgrade) =>
    {
        Walk(life, days);
        if (credit > 0) life.Do(new GrantCredit(credit, "x"));
        var preview = upgrade ? life.PreviewPlan(PlanCode.Ultimate) : life.PreviewSeats(seats);
        var bought = upgrade ? life.Do(new UpgradePlan(PlanCode.Ultimate, preview.Claim)) : life.Do(new PurchaseSeats(seats, Domain.Seats.SeatType.FullTime, preview.Claim));
        Assert.Null(bought.Error);
        Assert.Equal(preview.Quote.Lines, bought.Invoice!.Lines);
        Assert.Equal((preview.Quote.Total, preview.Quote.Due), (bought.Invoice.Total, bought.Invoice.AmountDue));
        Assert.Equal(preview.Quote.Due.Minor, life.Provider.Taken.GetValueOrDefault(bought.Invoice.Id.Value));
        Assert.Equal(preview.AnnualAfter, Domain.Pricing.AnnualCost.Of(life.Contract));
        Assert.Equal(preview.SeatsAfter, life.Contract.FullTimeSeats);
    }, iter: 150);

    private static void Walk(Life life, int days) => life.AdvanceTo(life.Now + Duration.FromDays(days));

    private static string Day(int day) => new LocalDate(2024, 1, 1).PlusDays(day).AtUtcMidnight().Plus(Duration.FromHours(11)).ToString();
}
