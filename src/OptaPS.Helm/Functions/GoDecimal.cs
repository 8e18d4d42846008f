using System.Globalization;
using System.Numerics;

namespace OptaPS.Helm.Functions;

/// <summary>Decimal numbers of any size, with division to 16 places rounded half away from zero.</summary>
internal readonly record struct GoDecimal(BigInteger Value, int Exponent)
{
    private const int DivisionPlaces = 16;

    public static GoDecimal FromDouble(double d)
    {
        if (d == 0)
        {
            return new GoDecimal(BigInteger.Zero, 0);
        }
        if (double.IsNaN(d) || double.IsInfinity(d))
        {
            throw new FunctionException($"Cannot create a Decimal from {GoFloat.General(d)}");
        }
        var text = GoFloat.Format(d, 'e', -1);
        var e = text.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = text[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            exponent -= mantissa.Length - dot - 1;
            mantissa = mantissa.Remove(dot, 1);
        }
        return new GoDecimal(BigInteger.Parse(mantissa, CultureInfo.InvariantCulture), exponent);
    }

    public GoDecimal Add(GoDecimal other)
    {
        var e = Math.Min(Exponent, other.Exponent);
        return new GoDecimal(At(e) + other.At(e), e);
    }

    public GoDecimal Subtract(GoDecimal other) => Add(other with { Value = -other.Value });

    public GoDecimal Multiply(GoDecimal other) => new(Value * other.Value, Exponent + other.Exponent);

    public GoDecimal Divide(GoDecimal other)
    {
        if (other.Value.IsZero)
        {
            throw new FunctionException("decimal division by 0");
        }
        // value * 10^(exponent) / other, scaled so that the quotient counts units of 10^-16.
        var scale = Exponent - other.Exponent + DivisionPlaces;
        var numerator = scale >= 0 ? Value * BigInteger.Pow(10, scale) : Value;
        var denominator = scale >= 0 ? other.Value : other.Value * BigInteger.Pow(10, -scale);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator))
        {
            quotient += numerator.Sign * denominator.Sign;
        }
        return new GoDecimal(quotient, -DivisionPlaces);
    }

    public double ToDouble() => double.Parse(Value.ToString(CultureInfo.InvariantCulture) + "E" + Exponent, NumberStyles.Float, CultureInfo.InvariantCulture);

    private BigInteger At(int exponent) => Value * BigInteger.Pow(10, Exponent - exponent);
}
