using System.Globalization;
using System.Numerics;
using System.Text;

namespace OptaPS.Helm.Text;

/// <summary>Formats floating point numbers as Go's strconv.FormatFloat does.</summary>
internal static class GoFloat
{
    /// <summary>Formats with verb e, E, f, g, G, b, x or X; precision -1 is the shortest that reads back the same.</summary>
    public static string Format(double value, char verb, int precision, int bits = 64)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }
        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (verb is 'b')
        {
            return FormatBinary(value);
        }
        if (verb is 'x' or 'X')
        {
            return FormatHex(value, precision, verb);
        }
        var negative = double.IsNegative(value);
        var (digits, point) = verb switch
        {
            _ when precision < 0 => Shortest(Math.Abs(value), bits),
            'e' or 'E' => Exact(Math.Abs(value), precision + 1),
            'f' or 'F' => ExactFraction(Math.Abs(value), precision),
            _ => Exact(Math.Abs(value), Math.Max(precision, 1)),
        };
        var sb = new StringBuilder();
        if (negative)
        {
            sb.Append('-');
        }
        switch (verb)
        {
            case 'e' or 'E':
                AppendExponent(sb, digits, point, precision < 0 ? digits.Length - 1 : precision, verb);
                break;
            case 'f' or 'F':
                AppendFixed(sb, digits, point, precision < 0 ? Math.Max(digits.Length - point, 0) : precision);
                break;
            default:
                AppendGeneral(sb, digits, point, precision, verb);
                break;
        }
        return sb.ToString();
    }

    /// <summary>%v of a float64.</summary>
    public static string General(double value) => Format(value, 'g', -1);

    private static void AppendGeneral(StringBuilder sb, string digits, int point, int precision, char verb)
    {
        var shortest = precision < 0;
        var threshold = shortest ? 6 : Math.Max(precision, 1);
        if (!shortest && threshold > digits.Length && digits.Length >= point)
        {
            threshold = digits.Length;
        }
        var exponent = point - 1;
        // %e is used if the exponent is less than -4 or not less than the precision; the shortest form decides as if it were 6.
        if (exponent < -4 || exponent >= threshold)
        {
            if (precision > digits.Length || shortest)
            {
                precision = digits.Length;
            }
            AppendExponent(sb, digits, point, Math.Max(precision - 1, 0), verb == 'G' ? 'E' : 'e');
            return;
        }
        AppendFixed(sb, digits, point, Math.Max(digits.Length - point, 0));
    }

    private static void AppendExponent(StringBuilder sb, string digits, int point, int precision, char verb)
    {
        sb.Append(digits.Length > 0 ? digits[0] : '0');
        if (precision > 0)
        {
            sb.Append('.');
            for (var i = 1; i <= precision; i++)
            {
                sb.Append(i < digits.Length ? digits[i] : '0');
            }
        }
        var exponent = digits.Length == 0 || digits == "0" ? 0 : point - 1;
        sb.Append(verb).Append(exponent < 0 ? '-' : '+');
        exponent = Math.Abs(exponent);
        if (exponent < 10)
        {
            sb.Append('0');
        }
        sb.Append(exponent);
    }

    private static void AppendFixed(StringBuilder sb, string digits, int point, int precision)
    {
        if (point > 0)
        {
            for (var i = 0; i < point; i++)
            {
                sb.Append(i < digits.Length ? digits[i] : '0');
            }
        }
        else
        {
            sb.Append('0');
        }
        if (precision > 0)
        {
            sb.Append('.');
            for (var i = 0; i < precision; i++)
            {
                var at = point + i;
                sb.Append(at >= 0 && at < digits.Length ? digits[at] : '0');
            }
        }
    }

    /// <summary>Shortest digits d1d2.. and the place of the point, so that value = 0.d1d2.. * 10^point.</summary>
    private static (string Digits, int Point) Shortest(double value, int bits)
    {
        if (value == 0)
        {
            return ("", 0);
        }
        var text = bits == 32 ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = 0;
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = dot < 0 ? text.Length : dot;
        var digits = dot < 0 ? text : text.Remove(dot, 1);
        var lead = 0;
        while (lead < digits.Length && digits[lead] == '0')
        {
            lead++;
        }
        return (digits[lead..].TrimEnd('0'), point - lead + exponent);
    }

    private static (string Digits, int Point) Exact(double value, int count)
    {
        if (value == 0)
        {
            return ("", 0);
        }
        var (all, point) = Decimal(value);
        return Round(all, point, count);
    }

    private static (string Digits, int Point) ExactFraction(double value, int precision)
    {
        if (value == 0)
        {
            return ("", 0);
        }
        var (all, point) = Decimal(value);
        return Round(all, point, point + precision);
    }

    /// <summary>Rounds half to even on the exact decimal expansion, as Go does.</summary>
    private static (string Digits, int Point) Round(string all, int point, int count)
    {
        if (count < 0)
        {
            return ("", 0);
        }
        if (count >= all.Length)
        {
            return (all, point);
        }
        var up = all[count] > '5' || (all[count] == '5' && (all.Length > count + 1 || (count > 0 && (all[count - 1] - '0') % 2 == 1)));
        var digits = all[..count].ToCharArray();
        if (!up)
        {
            return (new string(digits).TrimEnd('0'), point);
        }
        var i = count - 1;
        while (i >= 0 && digits[i] == '9')
        {
            i--;
        }
        if (i < 0)
        {
            return ("1", point + 1);
        }
        digits[i]++;
        return (new string(digits, 0, i + 1), point);
    }

    /// <summary>The exact decimal expansion.</summary>
    private static (string Digits, int Point) Decimal(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0)
        {
            exponent++;
        }
        else
        {
            mantissa |= 1L << 52;
        }
        exponent -= 1075;
        BigInteger n = mantissa;
        string digits;
        int point;
        if (exponent >= 0)
        {
            digits = (n << exponent).ToString(CultureInfo.InvariantCulture);
            point = digits.Length;
        }
        else
        {
            digits = (n * BigInteger.Pow(5, -exponent)).ToString(CultureInfo.InvariantCulture);
            point = digits.Length + exponent;
        }
        return (digits.TrimEnd('0'), point);
    }

    private static string FormatBinary(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0)
        {
            exponent++;
        }
        else
        {
            mantissa |= 1L << 52;
        }
        exponent -= 1075;
        return (double.IsNegative(value) ? "-" : "") + mantissa + "p" + (exponent >= 0 ? "+" : "") + exponent;
    }

    private static string FormatHex(double value, int precision, char verb)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)((bits >> 52) & 0x7FF);
        ulong mantissa = (ulong)bits & 0xFFFFFFFFFFFFFUL;
        if (exponent == 0)
        {
            exponent++;
        }
        else
        {
            mantissa |= 1UL << 52;
        }
        exponent -= 1023;
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            while ((mantissa & (1UL << 52)) == 0)
            {
                mantissa <<= 1;
                exponent--;
            }
        }
        mantissa <<= 8; // leading digit at bit 60
        if (precision is >= 0 and < 15)
        {
            var shift = 60 - (precision * 4);
            var half = 1UL << (shift - 1);
            var rest = mantissa & ((1UL << shift) - 1);
            mantissa >>= shift;
            if (rest > half || (rest == half && (mantissa & 1) == 1))
            {
                mantissa++;
            }
            mantissa <<= shift;
            if ((mantissa >> 61) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }
        var sb = new StringBuilder();
        if (double.IsNegative(value))
        {
            sb.Append('-');
        }
        sb.Append("0x").Append((char)('0' + (int)((mantissa >> 60) & 1)));
        mantissa <<= 4;
        if (precision < 0 && mantissa != 0)
        {
            sb.Append('.');
            while (mantissa != 0)
            {
                sb.Append("0123456789abcdef"[(int)(mantissa >> 60)]);
                mantissa <<= 4;
            }
        }
        else if (precision > 0)
        {
            sb.Append('.');
            for (var i = 0; i < precision; i++)
            {
                sb.Append("0123456789abcdef"[(int)(mantissa >> 60)]);
                mantissa <<= 4;
            }
        }
        sb.Append('p').Append(exponent < 0 ? '-' : '+');
        exponent = Math.Abs(exponent);
        sb.Append(exponent < 10 ? "0" : "").Append(exponent);
        return verb == 'X' ? sb.ToString().ToUpperInvariant() : sb.ToString();
    }
}
