using Billing.Grains.Payments;
using CsCheck;
using Xunit;

namespace Billing.Grains.Tests.Payments;

public sealed class StripeAmountTests
{
    private static readonly string[] Currencies = ["USD", "JPY", "ISK", "UGX", "MGA", "KWD", "IQD"];

    [Theory]
    [InlineData("USD", 1999, 1999)] // Two decimals on both sides.
    [InlineData("usd", 1999, 1999)]
    [InlineData("HUF", 1045, 1045)] // Without decimals for payouts only.
    [InlineData("TWD", 80045, 80045)]
    [InlineData("JPY", 500, 500)] // No decimals on both sides.
    [InlineData("BIF", 500, 500)]
    [InlineData("CLP", 500, 500)]
    [InlineData("DJF", 500, 500)]
    [InlineData("GNF", 500, 500)]
    [InlineData("KMF", 500, 500)]
    [InlineData("KRW", 500, 500)]
    [InlineData("PYG", 500, 500)]
    [InlineData("RWF", 500, 500)]
    [InlineData("VND", 500, 500)]
    [InlineData("VUV", 500, 500)]
    [InlineData("XAF", 500, 500)]
    [InlineData("XOF", 500, 500)]
    [InlineData("XPF", 500, 500)]
    [InlineData("ISK", 5, 500)] // No decimals here, two there.
    [InlineData("UGX", 5, 500)]
    [InlineData("isk", 0, 0)]
    [InlineData("MGA", 500, 5)] // Two here, none there.
    [InlineData("BHD", 5120, 5120)] // Three, the last one 0.
    [InlineData("JOD", 5120, 5120)]
    [InlineData("KWD", 5120, 5120)]
    [InlineData("OMR", 5120, 5120)]
    [InlineData("TND", 5120, 5120)]
    public void A64_amounts_convert_exactly_both_ways(string currency, long minor, long amount)
    {
        Assert.True(StripeAmount.TryToStripe(minor, currency, out var sent));
        Assert.Equal(amount, sent);
        Assert.True(StripeAmount.TryFromStripe(amount, currency, out var received));
        Assert.Equal(minor, received);
    }

    [Theory]
    [InlineData("MGA", 550)]
    [InlineData("KWD", 5124)]
    [InlineData("BHD", 1)]
    [InlineData("IQD", 1000)]
    [InlineData("LYD", 1000)]
    [InlineData("CLF", 10000)]
    [InlineData("ISK", long.MaxValue)]
    [InlineData("ISK", long.MinValue)]
    [InlineData("", 1)]
    [InlineData("US", 1)]
    [InlineData("USDT", 1)]
    [InlineData("U$D", 1)]
    public void A64_what_cannot_be_told_is_refused(string currency, long minor) =>
        Assert.False(StripeAmount.TryToStripe(minor, currency, out _));

    [Theory, InlineData("ISK", 550), InlineData("UGX", 1), InlineData("KWD", 5124), InlineData("IQD", 1000), InlineData("MGA", long.MaxValue)]
    public void A64_what_is_no_amount_of_ours_is_refused(string currency, long amount) =>
        Assert.False(StripeAmount.TryFromStripe(amount, currency, out _));

    [Fact]
    public void A64_what_converts_comes_back() =>
        Gen.Select(Gen.Long, Gen.Int[0, Currencies.Length - 1]).Sample((minor, index) =>
            !StripeAmount.TryToStripe(minor, Currencies[index], out var amount)
            || (StripeAmount.TryFromStripe(amount, Currencies[index], out var back) && back == minor));
}
