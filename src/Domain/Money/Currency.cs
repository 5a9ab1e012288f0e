using System.Collections.Frozen;

namespace Billing.Domain;

/// <summary>An ISO 4217 currency, by its three-letter code. <c>default</c> is none.</summary>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, int> Exponents = Iso4217();

    private readonly string? code;

    private Currency(string code) => this.code = code;

    public string Code => code ?? "";

    /// <summary>Digits after the point: 0 for JPY, 2 for USD, 3 for KWD (P11).</summary>
    public int Exponent => Exponents[Code];

    public static Currency Usd { get; } = new("USD");

    /// <exception cref="ArgumentException">The code is not in ISO 4217.</exception>
    public static Currency Of(string code) =>
        TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is no ISO 4217 currency.", nameof(code));

    public static bool TryParse(string? code, out Currency currency)
    {
        var known = code is not null && Exponents.ContainsKey(code);
        currency = known ? new Currency(code!) : default;
        return known;
    }

    public override string ToString() => Code;

    private static FrozenDictionary<string, int> Iso4217()
    {
        const string none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
        const string three = "BHD IQD JOD KWD LYD OMR TND";
        const string two =
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK " +
            "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK " +
            "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON " +
            "RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD " +
            "YER ZAR ZMW";
        return none.Split(' ').Select(code => (code, 0)).Concat(two.Split(' ').Select(code => (code, 2)))
            .Concat(three.Split(' ').Select(code => (code, 3))).ToFrozenDictionary(pair => pair.code, pair => pair.Item2);
    }
}
