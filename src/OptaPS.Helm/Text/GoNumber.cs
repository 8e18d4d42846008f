using System.Globalization;
using System.Numerics;

namespace OptaPS.Helm.Text;

/// <summary>Reads numbers as Go's strconv does.</summary>
internal static class GoNumber
{
    public const string SyntaxError = "invalid syntax";
    public const string RangeError = "value out of range";

    /// <summary>strconv.ParseInt(text, radix, 64); null when the text is no number or out of range (see <paramref name="error"/>).</summary>
    public static long? ParseInt(string text, int radix, out string error)
    {
        error = SyntaxError;
        if (text.Length == 0)
        {
            return null;
        }
        var negative = text[0] == '-';
        var body = text[0] is '-' or '+' ? text[1..] : text;
        var magnitude = ParseMagnitude(body, radix, out error);
        if (magnitude is null)
        {
            return null;
        }
        var value = negative ? -magnitude.Value : magnitude.Value;
        if (value < long.MinValue || value > long.MaxValue)
        {
            error = RangeError;
            return null;
        }
        return (long)value;
    }

    /// <summary>strconv.ParseInt with what Go returns beside the error: the nearest end of the range.</summary>
    public static long ParseIntSaturated(string text, int radix)
    {
        var value = ParseInt(text, radix, out var error);
        if (value is null && error == RangeError)
        {
            return text[0] == '-' ? long.MinValue : long.MaxValue;
        }
        return value ?? 0;
    }

    public static ulong? ParseUint(string text, int radix, out string error)
    {
        var magnitude = ParseMagnitude(text, radix, out error);
        if (magnitude > ulong.MaxValue)
        {
            error = RangeError;
            return null;
        }
        return magnitude is null ? null : (ulong)magnitude.Value;
    }

    /// <summary>strconv.ParseFloat(text, 64); null when the text is no number; out of range gives infinity and <see cref="RangeError"/>.</summary>
    public static double? ParseFloat(string text, out string error)
    {
        error = "";
        var body = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        var sign = text.Length > 0 && text[0] == '-' ? -1.0 : 1.0;
        if (body.Equals("inf", StringComparison.OrdinalIgnoreCase) || body.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            return sign * double.PositiveInfinity;
        }
        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }
        error = SyntaxError;
        if (body.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ParseHexFloat(body[2..], sign, ref error);
        }
        // Underscores are read only where a base prefix is allowed, which ParseFloat's own text never has.
        var digits = 0;
        var dot = false;
        var i = 0;
        for (; i < body.Length; i++)
        {
            if (char.IsAsciiDigit(body[i]))
            {
                digits++;
            }
            else if (body[i] == '.' && !dot)
            {
                dot = true;
            }
            else
            {
                break;
            }
        }
        if (digits == 0)
        {
            return null;
        }
        if (i < body.Length)
        {
            if (body[i] is not ('e' or 'E'))
            {
                return null;
            }
            i++;
            if (i < body.Length && body[i] is '+' or '-')
            {
                i++;
            }
            if (i >= body.Length)
            {
                return null;
            }
            for (; i < body.Length; i++)
            {
                if (!char.IsAsciiDigit(body[i]))
                {
                    return null;
                }
            }
        }
        var value = double.Parse(body, NumberStyles.Float, CultureInfo.InvariantCulture);
        error = double.IsInfinity(value) ? RangeError : "";
        return sign * value;
    }

    private static double? ParseHexFloat(string body, double sign, ref string error)
    {
        var p = body.IndexOfAny(['p', 'P']);
        if (p < 0 || !int.TryParse(body.AsSpan(p + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            return null;
        }
        var mantissa = body[..p];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            exponent -= 4 * (mantissa.Length - dot - 1);
            mantissa = mantissa.Remove(dot, 1);
        }
        if (mantissa.Length == 0 || !mantissa.All(char.IsAsciiHexDigit))
        {
            return null;
        }
        var n = BigInteger.Parse("0" + mantissa, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var value = exponent >= 0
            ? (exponent > 2000 ? (n.IsZero ? 0 : double.PositiveInfinity) : (double)(n << exponent))
            : Math.ScaleB((double)n, exponent);
        error = double.IsInfinity(value) ? RangeError : "";
        return sign * value;
    }

    private static BigInteger? ParseMagnitude(string body, int radix, out string error)
    {
        error = SyntaxError;
        if (body.Length == 0)
        {
            return null;
        }
        var underscores = radix == 0;
        var text = body;
        if (radix == 0)
        {
            radix = 10;
            if (body[0] == '0' && body.Length > 1)
            {
                switch (body[1])
                {
                    case 'x' or 'X': radix = 16; text = body[2..]; break;
                    case 'b' or 'B': radix = 2; text = body[2..]; break;
                    case 'o' or 'O': radix = 8; text = body[2..]; break;
                    default: radix = 8; text = body[1..]; break;
                }
            }
        }
        if (text.Length == 0)
        {
            return null;
        }
        BigInteger value = 0;
        ulong small = 0;
        var wide = false;
        foreach (var c in text)
        {
            int d;
            if (char.IsAsciiDigit(c))
            {
                d = c - '0';
            }
            else if (char.IsAsciiLetter(c))
            {
                d = (c | 0x20) - 'a' + 10;
            }
            else if (c == '_' && underscores)
            {
                continue;
            }
            else
            {
                return null;
            }
            if (d >= radix)
            {
                return null;
            }
            if (!wide && small > (ulong.MaxValue / 64))
            {
                wide = true;
                value = small;
            }
            if (wide)
            {
                value = (value * radix) + d;
            }
            else
            {
                small = (small * (ulong)radix) + (ulong)d;
            }
        }
        if (underscores && body.Contains('_') && !UnderscoresOk(body))
        {
            return null;
        }
        error = "";
        return wide ? value : small;
    }

    /// <summary>Underscores must separate digits, or a base prefix and a digit.</summary>
    private static bool UnderscoresOk(string s)
    {
        var previous = '^';
        var i = 0;
        var hex = false;
        if (s.Length >= 2 && s[0] == '0' && (s[1] | 0x20) is 'b' or 'o' or 'x')
        {
            i = 2;
            previous = '0';
            hex = (s[1] | 0x20) == 'x';
        }
        for (; i < s.Length; i++)
        {
            if (char.IsAsciiDigit(s[i]) || (hex && char.IsAsciiHexDigit(s[i])))
            {
                previous = '0';
            }
            else if (s[i] == '_')
            {
                if (previous != '0')
                {
                    return false;
                }
                previous = '_';
            }
            else
            {
                if (previous == '_')
                {
                    return false;
                }
                previous = '!';
            }
        }
        return previous != '_';
    }
}
