using System.Collections.Frozen;

namespace Billing.Grains.Payments;

/// <summary>Amounts on their way to Stripe and back (A64). Ours are minor units by ISO 4217; Stripe's mostly, too. Conversion is exact
/// both ways or refused.</summary>
/// <remarks>
/// Where Stripe differs: ISK and UGX have no minor unit, but are sent with two decimals that are always 00; MGA has one, but is sent in
/// whole ariary;
/// the last digit of currencies with three decimals must be 0. Stripe's own list of currencies without decimals names UGX as well as
/// its special case does, which says otherwise: the special case, with its worked example, counts.
/// </remarks>
public static class StripeAmount
{
    /// <summary>How a currency's amounts change on their way to Stripe: multiplied, then divided; what goes there or stands there is a
    /// multiple of Step.</summary>
    private sealed record Scale(long Multiplier, long Divisor, long Step)
    {
        public static readonly Scale Same = new(1, 1, 1);
        public static readonly Scale WholeUnitsAsHundredths = new(100, 1, 100);
        public static readonly Scale HundredthsAsWholeUnits = new(1, 100, 1);
        public static readonly Scale LastDigitZero = new(1, 1, 10);
    }

    private static readonly FrozenDictionary<string, Scale?> Exceptions = new Dictionary<string, Scale?>
    {
        ["ISK"] = Scale.WholeUnitsAsHundredths,
        ["UGX"] = Scale.WholeUnitsAsHundredths,
        ["MGA"] = Scale.HundredthsAsWholeUnits,
        ["BHD"] = Scale.LastDigitZero,
        ["JOD"] = Scale.LastDigitZero,
        ["KWD"] = Scale.LastDigitZero,
        ["OMR"] = Scale.LastDigitZero,
        ["TND"] = Scale.LastDigitZero,
        // No two decimals by ISO 4217, and Stripe does not say what it would make of them.
        ["IQD"] = null,
        ["LYD"] = null,
        ["CLF"] = null,
        ["UYI"] = null,
        ["UYW"] = null,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Converts minor units by ISO 4217 to what Stripe takes.</summary>
    /// <param name="currency">A code of three letters, in either case.</param>
    /// <returns>False when Stripe cannot be told that amount: 1.234 KWD, 0.50 MGA, any IQD, or more than 64 bits.</returns>
    public static bool TryToStripe(long minor, string currency, out long amount)
    {
        amount = 0;
        return ScaleOf(currency) is { } scale
            && TryScale(minor, scale.Multiplier, scale.Divisor, out amount)
            && amount % scale.Step == 0;
    }

    /// <summary>Converts an amount of Stripe's to minor units by ISO 4217.</summary>
    /// <param name="currency">A code of three letters, in either case.</param>
    /// <returns>False when it is no whole number of our units: 5.50 ISK, any IQD. Such an amount is none that we asked for.</returns>
    public static bool TryFromStripe(long amount, string currency, out long minor)
    {
        minor = 0;
        return ScaleOf(currency) is { } scale
            && amount % scale.Step == 0
            && TryScale(amount, scale.Divisor, scale.Multiplier, out minor);
    }

    private static Scale? ScaleOf(string currency) =>
        currency is not { Length: 3 } || !currency.All(char.IsAsciiLetter) ? null
        : Exceptions.TryGetValue(currency, out var scale) ? scale
        : Scale.Same;

    private static bool TryScale(long value, long multiplier, long divisor, out long result)
    {
        var product = (Int128)value * multiplier;
        var quotient = product / divisor;
        var exact = quotient * divisor == product && quotient >= long.MinValue && quotient <= long.MaxValue;
        result = exact ? (long)quotient : 0;
        return exact;
    }
}
