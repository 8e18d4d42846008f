using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Text;

/// <summary>Quoting and unquoting as Go's strconv does it.</summary>
internal static class GoQuote
{
    public static string Quote(string s, bool asciiOnly = false) => QuoteWith(s, '"', asciiOnly);

    public static string QuoteRune(long rune, bool asciiOnly = false)
    {
        var sb = new StringBuilder();
        sb.Append('\'');
        if (rune is < 0 or > 0x10FFFF || (rune is >= 0xD800 and <= 0xDFFF))
        {
            rune = GoText.RuneError;
        }
        AppendEscaped(sb, (int)rune, '\'', asciiOnly);
        return sb.Append('\'').ToString();
    }

    public static bool CanBackquote(string s)
    {
        if (!GoText.IsValidUtf8(s))
        {
            return false;
        }
        foreach (var c in s)
        {
            if ((c < ' ' && c != '\t') || c == '`' || c == '\x7f' || c == '\uFEFF')
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Undoes <see cref="Quote"/>, also for back-quoted text; null when the syntax is invalid.</summary>
    public static string? Unquote(string s)
    {
        if (s.Length < 2 || s[0] != s[^1])
        {
            return null;
        }
        var quote = s[0];
        var body = s[1..^1];
        if (quote == '`')
        {
            return body.Contains('`') ? null : body.Replace("\r", "", StringComparison.Ordinal);
        }
        if (quote != '"' || body.Contains('\n'))
        {
            return null;
        }
        if (!body.Contains('\\') && !body.Contains('"'))
        {
            return body;
        }
        var bytes = new List<byte>(body.Length);
        for (var i = 0; i < body.Length;)
        {
            if (body[i] == '"' || !UnquoteChar(body, ref i, '"', out var rune, out var isByte))
            {
                return null;
            }
            if (isByte)
            {
                bytes.Add((byte)rune);
            }
            else
            {
                bytes.AddRange(GoText.ToBytes(RuneString(rune)));
            }
        }
        return GoText.FromBytes(bytes.ToArray());
    }

    /// <summary>The value of a character constant such as 'a' or '\n'; null when the syntax is invalid.</summary>
    public static int? UnquoteRune(string s)
    {
        if (s.Length < 3 || s[0] != '\'' || s[^1] != '\'')
        {
            return null;
        }
        var i = 1;
        if (s[1] == '\'' || !UnquoteChar(s, ref i, '\'', out var rune, out _) || i != s.Length - 1)
        {
            return null;
        }
        return rune;
    }

    /// <summary>True when Go's unicode.IsPrint accepts the rune.</summary>
    public static bool IsPrint(int rune)
    {
        if (rune < 0x80)
        {
            return rune is >= 0x20 and < 0x7f;
        }
        if (rune == 0xAD)
        {
            return false;
        }
        return CharUnicodeInfo.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator => false,
            _ => true,
        };
    }

    private static string QuoteWith(string s, char quote, bool asciiOnly)
    {
        var sb = new StringBuilder(s.Length + 2);
        sb.Append(quote);
        for (var i = 0; i < s.Length;)
        {
            var c = s[i];
            if (c is >= ' ' and < '\x7f' && c != quote && c != '\\')
            {
                sb.Append(c);
                i++;
                continue;
            }
            if (GoText.IsEscapedByte(c) && !(i > 0 && char.IsHighSurrogate(s[i - 1])))
            {
                sb.Append("\\x").Append((c - 0xDC00).ToString("x2", CultureInfo.InvariantCulture));
                i++;
                continue;
            }
            var rune = GoText.RuneAt(s, i, out var used);
            AppendEscaped(sb, rune, quote, asciiOnly);
            i += used;
        }
        return sb.Append(quote).ToString();
    }

    private static void AppendEscaped(StringBuilder sb, int rune, char quote, bool asciiOnly)
    {
        if (rune == quote || rune == '\\')
        {
            sb.Append('\\').Append((char)rune);
            return;
        }
        if ((!asciiOnly || rune < 0x80) && IsPrint(rune))
        {
            GoText.AppendRune(sb, rune);
            return;
        }
        var simple = rune switch { 7 => "\\a", 8 => "\\b", 12 => "\\f", 10 => "\\n", 13 => "\\r", 9 => "\\t", 11 => "\\v", _ => null };
        if (simple is not null)
        {
            sb.Append(simple);
        }
        else if (rune is < ' ' or 0x7f)
        {
            sb.Append("\\x").Append(rune.ToString("x2", CultureInfo.InvariantCulture));
        }
        else if (rune < 0x10000)
        {
            sb.Append("\\u").Append(rune.ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            sb.Append("\\U").Append(rune.ToString("x8", CultureInfo.InvariantCulture));
        }
    }

    private static string RuneString(int rune)
    {
        var sb = new StringBuilder(2);
        GoText.AppendRune(sb, rune);
        return sb.ToString();
    }

    private static bool UnquoteChar(string s, ref int i, char quote, out int rune, out bool isByte)
    {
        isByte = false;
        var c = s[i];
        if (c != '\\')
        {
            if (GoText.IsEscapedByte(c))
            {
                rune = c - 0xDC00;
                isByte = true;
                i++;
                return true;
            }
            rune = GoText.RuneAt(s, i, out var used);
            i += used;
            return true;
        }
        rune = 0;
        if (i + 1 >= s.Length)
        {
            return false;
        }
        c = s[i + 1];
        i += 2;
        switch (c)
        {
            case 'a': rune = 7; return true;
            case 'b': rune = 8; return true;
            case 'f': rune = 12; return true;
            case 'n': rune = 10; return true;
            case 'r': rune = 13; return true;
            case 't': rune = 9; return true;
            case 'v': rune = 11; return true;
            case '\\': rune = '\\'; return true;
            case '\'' or '"':
                rune = c;
                return c == quote;
            case 'x':
                isByte = true;
                return Digits(s, ref i, 2, 16, out rune);
            case 'u':
                return Digits(s, ref i, 4, 16, out rune) && IsScalar(rune);
            case 'U':
                return Digits(s, ref i, 8, 16, out rune) && IsScalar(rune);
            case >= '0' and <= '7':
                i--;
                isByte = true;
                return Digits(s, ref i, 3, 8, out rune) && rune <= 255;
            default:
                return false;
        }
    }

    private static bool IsScalar(int rune) => rune is >= 0 and <= 0x10FFFF && rune is < 0xD800 or > 0xDFFF;

    private static bool Digits(string s, ref int i, int count, int radix, out int value)
    {
        long v = 0;
        value = 0;
        for (var n = 0; n < count; n++, i++)
        {
            if (i >= s.Length || !char.IsAsciiHexDigit(s[i]))
            {
                return false;
            }
            var d = Convert.ToInt32(s[i].ToString(), 16);
            if (d >= radix)
            {
                return false;
            }
            v = (v * radix) + d;
        }
        value = v > int.MaxValue ? int.MaxValue : (int)v;
        return true;
    }
}
