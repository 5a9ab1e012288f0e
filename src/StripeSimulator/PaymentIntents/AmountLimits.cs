using System.Collections.Frozen;
using Billing.StripeSimulator.Http;

namespace Billing.StripeSimulator.PaymentIntents;

/// <summary>What Stripe charges: its currencies, its smallest and largest amounts, and its own idea of their minor units.</summary>
internal static class AmountLimits
{
    public const long Maximum = 99_999_999;

    /// <summary>Amounts have no decimals here, so they are whole units already.</summary>
    private static readonly FrozenSet<string> ZeroDecimal = Words("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf");

    /// <summary>The last digit of a thousandth must be 0.</summary>
    private static readonly FrozenSet<string> ThreeDecimal = Words("bhd jod kwd omr tnd");

    /// <summary>No decimals by ISO 4217, two for Stripe, which must be 00.</summary>
    private static readonly FrozenSet<string> WholeUnitsInHundredths = Words("isk ugx");

    private static readonly FrozenSet<string> TwoDecimal = Words(
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb "
        + "eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur "
        + "mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs "
        + "top try ttd twd tzs uah usd uyu uzs wst xcd yer zar zmw");

    private static readonly FrozenDictionary<string, long> Minimum = new Dictionary<string, long>
    {
        ["usd"] = 50, ["aed"] = 200, ["aud"] = 50, ["bgn"] = 100, ["brl"] = 50, ["cad"] = 50, ["chf"] = 50, ["czk"] = 1500, ["dkk"] = 250,
        ["eur"] = 50, ["gbp"] = 30, ["hkd"] = 400, ["huf"] = 17500, ["inr"] = 50, ["jpy"] = 50, ["mxn"] = 1000, ["myr"] = 200, ["nok"] = 300,
        ["nzd"] = 50, ["pln"] = 200, ["ron"] = 200, ["sek"] = 300, ["sgd"] = 50, ["thb"] = 1000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The currency in lower case, as Stripe answers it.</summary>
    public static string Currency(Form form)
    {
        var currency = form.RequiredText("currency").ToLowerInvariant();
        return TwoDecimal.Contains(currency) || ZeroDecimal.Contains(currency) || ThreeDecimal.Contains(currency) || WholeUnitsInHundredths.Contains(currency)
            ? currency
            : throw Refusal.BadParameter("parameter_invalid_string", "currency", $"Invalid currency: {currency}.");
    }

    public static long Amount(Form form, string currency)
    {
        var amount = form.Integer("amount") ?? throw Refusal.MissingParameter("amount");
        if (amount < 1)
        {
            throw Refusal.BadParameter("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
        }

        if (amount > Maximum)
        {
            throw Refusal.BadParameter("amount_too_large", "amount", $"Amount must be no more than {Maximum} in the smallest unit of {currency}.");
        }

        var step = ThreeDecimal.Contains(currency) ? 10 : WholeUnitsInHundredths.Contains(currency) ? 100 : 1;
        if (amount % step != 0)
        {
            throw Refusal.BadParameter("parameter_invalid_integer", "amount", $"Amounts in {currency} must be evenly divisible by {step}.");
        }

        var minimum = Minimum.GetValueOrDefault(currency, 1);
        return amount >= minimum ? amount
            : throw Refusal.BadParameter("amount_too_small", "amount", $"Amount must be at least {minimum} in the smallest unit of {currency}.");
    }

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
