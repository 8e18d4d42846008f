using System.Globalization;
using System.Numerics;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A resource quantity such as <c>100m</c> or <c>1Gi</c>, kept exactly in nano-units, with its canonical text.</summary>
internal readonly record struct Quantity(BigInteger Nano, string Canonical)
{
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The value in whole units, rounded up.</summary>
    public decimal Value => (decimal)Nano / 1_000_000_000m;

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' || (end == 0 && text[end] is '+' or '-' && end == 0)))
            end++;
        var number = text[..end];
        var suffix = text[end..];
        if (number.Length == 0 || number.Count(c => c == '.') > 1 || !number.Any(char.IsAsciiDigit))
            return false;
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var mantissa))
            return false;
        var binary = Array.IndexOf(Binary, suffix);
        var scale = Array.IndexOf(Decimal, suffix);
        if (binary > 0)
        {
            var bytes = Scale(mantissa, BigInteger.Pow(1024, binary) * 1_000_000_000);
            quantity = new Quantity(bytes, WriteBinary(bytes));
            return true;
        }

        int exponent;
        var scientific = false;
        if (scale >= 0)
        {
            exponent = scale * 3;
        }
        else if (suffix.Length > 1 && suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && Math.Abs(power) < 30)
        {
            exponent = 9 + power;
            scientific = true;
        }
        else
        {
            return false;
        }

        var nano = exponent >= 0 ? Scale(mantissa, BigInteger.Pow(10, exponent)) : BigInteger.Zero;
        quantity = new Quantity(nano, WriteDecimal(nano, scientific));
        return true;
    }

    /// <summary>A quantity of so many nano-units, written with binary or decimal suffixes.</summary>
    public static Quantity FromNano(BigInteger nano, bool binary) => new(nano, binary && !nano.IsZero ? WriteBinary(nano) : WriteDecimal(nano, scientific: false));

    private static BigInteger Scale(decimal mantissa, BigInteger factor)
    {
        var digits = 0;
        while (mantissa != decimal.Truncate(mantissa))
        {
            mantissa *= 10;
            digits++;
        }

        var (whole, rest) = BigInteger.DivRem((BigInteger)mantissa * factor, BigInteger.Pow(10, digits));
        return rest.IsZero ? whole : whole + rest.Sign;
    }

    private static string WriteDecimal(BigInteger nano, bool scientific)
    {
        if (nano.IsZero)
            return "0";
        var step = 0;
        while (step < Decimal.Length - 1 && (nano % 1000).IsZero)
        {
            nano /= 1000;
            step++;
        }

        if (!scientific)
            return nano.ToString(CultureInfo.InvariantCulture) + Decimal[step];
        var exponent = (step * 3) - 9;
        return nano.ToString(CultureInfo.InvariantCulture) + (exponent == 0 ? "" : "e" + exponent.ToString(CultureInfo.InvariantCulture));
    }

    private static string WriteBinary(BigInteger nano)
    {
        if (!(nano % 1_000_000_000).IsZero)
            return WriteDecimal(nano, scientific: false);
        var units = nano / 1_000_000_000;
        var step = 0;
        while (step < Binary.Length - 1 && !units.IsZero && (units % 1024).IsZero)
        {
            units /= 1024;
            step++;
        }

        return units.ToString(CultureInfo.InvariantCulture) + Binary[step];
    }
}
