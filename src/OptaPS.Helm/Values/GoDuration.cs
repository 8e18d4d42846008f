using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Values;

/// <summary>Durations in nanoseconds as Go parses and prints them.</summary>
internal static class GoDuration
{
    public static GoNamedInt Value(long nanoseconds) => new(GoTypes.Duration, nanoseconds, Text(nanoseconds), isCalendar: false);

    public static string Text(long d)
    {
        if (d == 0)
        {
            return "0s";
        }
        var u = d < 0 ? (ulong)unchecked(-d) : (ulong)d;
        var sign = d < 0 ? "-" : "";
        if (u < 1_000_000_000)
        {
            return sign + (u < 1000 ? u + "ns" : u < 1_000_000 ? Fraction(u, 3) + "µs" : Fraction(u, 6) + "ms");
        }
        var text = new StringBuilder(sign);
        var seconds = u / 1_000_000_000;
        if (seconds >= 3600)
        {
            text.Append(seconds / 3600).Append('h');
        }
        if (seconds >= 60)
        {
            text.Append(seconds / 60 % 60).Append('m');
        }
        return text.Append(Fraction(u % 60_000_000_000, 9)).Append('s').ToString();
    }

    /// <summary>Reads text such as 1h30m; null when it is malformed.</summary>
    public static long? Parse(string s)
    {
        var negative = s.StartsWith('-');
        var text = s.Length > 0 && s[0] is '-' or '+' ? s[1..] : s;
        if (text == "0")
        {
            return 0;
        }
        if (text.Length == 0)
        {
            return null;
        }
        Int128 total = 0;
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
            {
                i++;
            }
            var number = text[start..i];
            if (number is "" or "." || number.AsSpan().Count('.') > 1 || number.Length > 40)
            {
                return null;
            }
            start = i;
            while (i < text.Length && text[i] != '.' && !char.IsAsciiDigit(text[i]))
            {
                i++;
            }
            long unit = text[start..i] switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => 1000,
                "ms" => 1_000_000,
                "s" => 1_000_000_000,
                "m" => 60_000_000_000,
                "h" => 3_600_000_000_000,
                _ => 0,
            };
            if (unit == 0)
            {
                return null;
            }
            var dot = number.IndexOf('.', StringComparison.Ordinal);
            var whole = dot < 0 ? number : number[..dot];
            if (whole.Length > 19)
            {
                return null;
            }
            total += (whole.Length == 0 ? 0 : Int128.Parse(whole, CultureInfo.InvariantCulture)) * unit;
            if (dot >= 0 && dot + 1 < number.Length)
            {
                total += (long)(double.Parse("0" + number[dot..], CultureInfo.InvariantCulture) * unit);
            }
            if (total > (Int128)long.MaxValue + (negative ? 1 : 0))
            {
                return null;
            }
        }
        return (long)(negative ? -total : total);
    }

    private static string Fraction(ulong value, int digits)
    {
        var scale = (ulong)Math.Pow(10, digits);
        var rest = (value % scale).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return (value / scale).ToString(CultureInfo.InvariantCulture) + (rest.Length > 0 ? "." + rest : "");
    }
}
