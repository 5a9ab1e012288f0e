using System.Globalization;
using System.Numerics;
using CsCheck;

namespace Billing.Domain.Tests.Moneys;

public class MoneyTests
{
    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(1, 1, 3, 0)]
    [InlineData(2, 1, 3, 1)]
    [InlineData(-1, 1, 2, -1)]
    [InlineData(-1, 1, 3, 0)]
    [InlineData(5, 15, 30, 3)]
    [InlineData(5, 30, 30, 5)]
    public void P07_half_a_minor_unit_rounds_up_away_from_zero(long price, int days, int periodDays, long expected) =>
        Assert.Equal(expected, Usd(price).Prorate(1, days, periodDays).Minor);

    [Fact]
    public void P07_proration_equals_the_exact_fraction_rounded_once() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 100_000], Gen.Int[28, 366]).SelectMany(given =>
            Gen.Int[0, given.Item3].Select(days => (Price: given.Item1, Quantity: given.Item2, Days: days, Of: given.Item3)))
        .Sample(given =>
        {
            var exact = (BigInteger)given.Price * given.Quantity * given.Days;
            if (BigInteger.Abs(exact / given.Of) >= long.MaxValue / 2) return;
            Assert.Equal(HalfUp(exact, given.Of), Usd(given.Price).Prorate(given.Quantity, given.Days, given.Of).Minor);
        }, iter: 20_000);

    [Fact]
    public void P10_tax_equals_the_exact_fraction_rounded_once() =>
        Gen.Select(Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000], Gen.Int[0, 1_000_000]).Sample((amount, ppm) =>
            Assert.Equal(HalfUp((BigInteger)amount * ppm, 1_000_000), Usd(amount).PartsPerMillion(ppm).Minor), iter: 20_000);

    [Fact]
    public void P07_products_are_128_bits_wide_and_what_does_not_fit_is_refused()
    {
        Assert.Equal(9_000_000_000_000_000_000, Usd(90_000_000_000_000).Prorate(100_000, 365, 365).Minor);
        Assert.Throws<OverflowException>(() => Usd(long.MaxValue).Prorate(2, 1, 1));
        Assert.Throws<OverflowException>(() => Usd(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => Usd(long.MaxValue) + Usd(1));
        Assert.Throws<OverflowException>(() => -Usd(long.MinValue));
    }

    [Theory]
    [InlineData("USD", 2), InlineData("EUR", 2), InlineData("JPY", 0), InlineData("KRW", 0), InlineData("KWD", 3), InlineData("BHD", 3)]
    public void P11_exponents_are_those_of_iso_4217(string code, int exponent) => Assert.Equal(exponent, Currency.Of(code).Exponent);

    [Theory]
    [InlineData("usd"), InlineData("US"), InlineData("XXX"), InlineData(""), InlineData(null)]
    public void P11_what_is_no_currency_is_refused(string? code) => Assert.False(Currency.TryParse(code, out _));

    [Fact]
    public void P11_currencies_never_mix()
    {
        var yen = new Money(1, Currency.Of("JPY"));
        Assert.Throws<InvalidOperationException>(() => Usd(1) + yen);
        Assert.Throws<InvalidOperationException>(() => Usd(1) < yen);
        Assert.Throws<InvalidOperationException>(() => Usd(1) - default(Money));
    }

    [Theory]
    [InlineData(123_456, "USD", "$1,234.56")]
    [InlineData(-5, "USD", "-$0.05")]
    [InlineData(1_234, "JPY", "¥1,234")]
    [InlineData(1_234, "KWD", "KWD 1.234")]
    [InlineData(0, "EUR", "€0.00")]
    [InlineData(long.MinValue, "USD", "-$92,233,720,368,547,758.08")]
    public void P11_amounts_are_written_with_their_currencys_digits(long minor, string currency, string expected) =>
        Assert.Equal(expected, new Money(minor, Currency.Of(currency)).Format());

    [Fact]
    public void P11_what_is_written_reads_back_as_the_same_amount() =>
        Gen.Select(Gen.Long, Gen.OneOf("USD", "JPY", "KWD", "CHF")).Sample((minor, code) =>
        {
            var text = new Money(minor, Currency.Of(code)).Format();
            var digits = string.Concat(text.Where(sign => char.IsAsciiDigit(sign) || sign == '-'));
            Assert.Equal(minor, (long)BigInteger.Parse(digits, CultureInfo.InvariantCulture));
        }, iter: 5_000);

    private static Money Usd(long minor) => new(minor, Currency.Usd);

    private static long HalfUp(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        if (rest * 2 >= denominator) quotient++;
        return (long)(numerator.Sign < 0 ? -quotient : quotient);
    }
}
