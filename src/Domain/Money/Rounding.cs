namespace Billing.Domain;

/// <summary>The one rounding of the service: half up, away from zero, in 128 bits (P7).</summary>
public static class Rounding
{
    /// <param name="denominator">Positive.</param>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static long HalfUp(Int128 numerator, long denominator)
    {
        var rounded = checked(Int128.Abs(numerator) * 2 + denominator) / ((Int128)denominator * 2);
        return checked((long)(numerator < 0 ? -rounded : rounded));
    }
}
