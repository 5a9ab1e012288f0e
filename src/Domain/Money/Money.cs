using System.Globalization;

namespace Billing.Domain;

/// <summary>An amount in the currency's minor unit: cents for USD, whole yen for JPY (P11). Currencies never mix; <c>default</c> has none.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    public bool IsZero => Minor == 0;

    public bool IsNegative => Minor < 0;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static Money operator +(Money left, Money right) => left with { Minor = checked(left.Minor + left.Same(right).Minor) };

    public static Money operator -(Money left, Money right) => left with { Minor = checked(left.Minor - left.Same(right).Minor) };

    public static Money operator -(Money value) => value with { Minor = checked(-value.Minor) };

    public static Money operator *(Money price, int quantity) => price with { Minor = checked((long)((Int128)price.Minor * quantity)) };

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public int CompareTo(Money other) => Minor.CompareTo(Same(other).Minor);

    /// <summary>The remaining days' share of a full-period price, rounded half up, once (P5, P6, P7).</summary>
    /// <param name="quantity">Units at this price, 0 or more.</param>
    /// <param name="days">Days still to run, today included: 0 to <paramref name="periodDays"/>.</param>
    /// <param name="periodDays">Days of the full period, 1 or more.</param>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public Money Prorate(int quantity, int days, int periodDays) =>
        this with { Minor = Rounding.HalfUp((Int128)Minor * quantity * days, periodDays) };

    /// <summary>A share in parts per million, rounded half up away from zero, once: 88,750 is 8.875 %.</summary>
    public Money PartsPerMillion(int ppm) => this with { Minor = Rounding.HalfUp((Int128)Minor * ppm, 1_000_000) };

    /// <summary>For people: <c>$1,234.56</c>, <c>¥1,234</c>, <c>SEK 1,234.56</c>.</summary>
    public string Format()
    {
        var scale = (Int128)1;
        for (var digit = 0; digit < Currency.Exponent; digit++) scale *= 10;
        var absolute = Int128.Abs(Minor);
        var whole = (absolute / scale).ToString("N0", CultureInfo.InvariantCulture);
        var fraction = Currency.Exponent == 0 ? "" : "." + ((long)(absolute % scale)).ToString("D" + Currency.Exponent, CultureInfo.InvariantCulture);
        var sign = Minor < 0 ? "-" : "";
        return sign + Symbol(Currency.Code) + whole + fraction;
    }

    public override string ToString() => Format();

    private static string Symbol(string code) => code switch { "USD" => "$", "EUR" => "€", "GBP" => "£", "JPY" => "¥", _ => code + " " };

    private Money Same(Money other) => other.Currency == Currency
        ? other
        : throw new InvalidOperationException($"{Currency.Code} and {other.Currency.Code} never mix.");
}
