using System.Text;

namespace OptaPS.Helm.Formatting;

/// <summary>Writes padded strings, integers and floats as Go's fmt does.</summary>
internal static class Padding
{
    public static void Pad(StringBuilder sb, string s, in FormatFlags f)
    {
        var width = f.Width is null ? 0 : f.Width.Value - GoText.RuneCount(s);
        if (width <= 0)
        {
            sb.Append(s);
        }
        else if (f.Minus)
        {
            sb.Append(s).Append(' ', width);
        }
        else
        {
            sb.Append(f.Zero ? '0' : ' ', width).Append(s);
        }
    }

    public static string Truncate(string s, in FormatFlags f)
    {
        if (f.Precision is not { } limit)
        {
            return s;
        }
        var n = 0;
        for (var i = 0; i < s.Length;)
        {
            if (n++ == limit)
            {
                return s[..i];
            }
            GoText.RuneAt(s, i, out var used);
            i += used;
        }
        return s;
    }

    public static void Integer(StringBuilder sb, ulong magnitude, bool negative, int radix, char verb, FormatFlags f)
    {
        var precision = 0;
        if (f.Precision is { } p)
        {
            precision = p;
            if (precision == 0 && magnitude == 0)
            {
                var zero = f.Zero;
                f.Zero = false;
                sb.Append(' ', f.Width ?? 0);
                f.Zero = zero;
                return;
            }
        }
        else if (f.Zero && !f.Minus && f.Width is { } w)
        {
            precision = w;
            if (negative || f.Plus || f.Space)
            {
                precision--;
            }
        }
        var digits = Digits(magnitude, radix, verb == 'X');
        var text = new StringBuilder();
        if (negative)
        {
            text.Append('-');
        }
        else if (f.Plus)
        {
            text.Append('+');
        }
        else if (f.Space)
        {
            text.Append(' ');
        }
        var body = digits.PadLeft(precision, '0');
        if (f.Sharp)
        {
            switch (radix)
            {
                case 2: text.Append("0b"); break;
                case 8 when body[0] != '0': text.Append('0'); break;
                case 16: text.Append(verb == 'X' ? "0X" : "0x"); break;
            }
        }
        if (verb == 'O')
        {
            text.Append("0o");
        }
        text.Append(body);
        f.Zero = false;
        Pad(sb, text.ToString(), f);
    }

    public static void Float(StringBuilder sb, double value, char verb, int precision, FormatFlags f)
    {
        if (f.Precision is { } p)
        {
            precision = p;
        }
        var text = GoFloat.Format(value, verb, precision);
        if (text[0] is not ('-' or '+'))
        {
            text = "+" + text;
        }
        if (f.Space && text[0] == '+' && !f.Plus)
        {
            text = " " + text[1..];
        }
        if (text[1] is 'I' or 'N')
        {
            var zero = f.Zero;
            f.Zero = false;
            if (text[1] == 'N' && !f.Space && !f.Plus)
            {
                text = text[1..];
            }
            Pad(sb, text[0] == '+' && !f.Plus ? text[1..] is "Inf" ? "+Inf" : text[1..] : text, f);
            f.Zero = zero;
            return;
        }
        if (f.Sharp && verb != 'b')
        {
            text = Sharpen(text, verb, precision);
        }
        if (f.Plus || text[0] != '+')
        {
            if (f.Zero && !f.Minus && f.Width is { } w && w > text.Length)
            {
                sb.Append(text[0]).Append('0', w - text.Length).Append(text, 1, text.Length - 1);
                return;
            }
            Pad(sb, text, f);
            return;
        }
        Pad(sb, text[1..], f);
    }

    private static string Digits(ulong value, int radix, bool upper)
    {
        if (radix == 10)
        {
            return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        Span<char> buffer = stackalloc char[64];
        var at = 64;
        var alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        do
        {
            buffer[--at] = alphabet[(int)(value % (ulong)radix)];
            value /= (ulong)radix;
        }
        while (value != 0);
        return new string(buffer[at..]);
    }

    /// <summary>%#g and its kin keep the decimal point and trailing zeros.</summary>
    private static string Sharpen(string text, char verb, int precision)
    {
        var digits = verb switch
        {
            'v' or 'g' or 'G' or 'x' or 'X' => precision < 0 ? 6 : precision,
            _ => 0,
        };
        if (precision < 0 && verb is 'e' or 'E' or 'f' or 'F')
        {
            digits = 6;
        }
        var tail = "";
        var body = text[1..];
        var sawDot = false;
        var sawNonZero = false;
        for (var i = 0; i < body.Length; i++)
        {
            switch (body[i])
            {
                case '.':
                    sawDot = true;
                    break;
                case 'p' or 'P':
                    tail = body[i..];
                    body = body[..i];
                    break;
                case 'e' or 'E' when verb is not ('x' or 'X'):
                    tail = body[i..];
                    body = body[..i];
                    break;
                default:
                    if (body[i] != '0')
                    {
                        sawNonZero = true;
                    }
                    if (sawNonZero)
                    {
                        digits--;
                    }
                    break;
            }
        }
        if (!sawDot)
        {
            if (body.Length == 1 && body[0] == '0')
            {
                digits--;
            }
            body += ".";
        }
        return text[0] + body + new string('0', Math.Max(digits, 0)) + tail;
    }
}
