using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>Percent-escaping by part of a URL, as Go's net/url does it.</summary>
internal static class UrlEscaping
{
    public static string Escape(string s, UrlPart part)
    {
        var sb = new StringBuilder(s.Length);
        foreach (var b in GoText.ToBytes(s))
        {
            if (b == ' ' && part == UrlPart.Query)
            {
                sb.Append('+');
            }
            else if (ShouldEscape(b, part))
            {
                sb.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                sb.Append((char)b);
            }
        }
        return sb.ToString();
    }

    public static string Unescape(string s, UrlPart part)
    {
        if (part == UrlPart.Host)
        {
            CheckHost(s);
        }
        if (!s.Contains('%') && !(part == UrlPart.Query && s.Contains('+')))
        {
            return s;
        }
        var bytes = new List<byte>(s.Length);
        for (var i = 0; i < s.Length; i++)
        {
            if (s[i] == '%')
            {
                if (i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                {
                    throw new FunctionException("invalid URL escape " + GoQuote.Quote(s.Substring(i, Math.Min(3, s.Length - i))));
                }
                var value = Convert.ToByte(s.Substring(i + 1, 2), 16);
                if (part == UrlPart.Host && value < 0x80 && s.Substring(i, 3) != "%25")
                {
                    throw new FunctionException("invalid URL escape " + GoQuote.Quote(s.Substring(i, 3)));
                }
                bytes.Add(value);
                i += 2;
            }
            else if (s[i] == '+' && part == UrlPart.Query)
            {
                bytes.Add((byte)' ');
            }
            else
            {
                var length = char.IsHighSurrogate(s[i]) && i + 1 < s.Length ? 2 : 1;
                bytes.AddRange(GoText.ToBytes(s.Substring(i, length)));
                i += length - 1;
            }
        }
        return GoText.FromBytes(bytes.ToArray());
    }

    private static void CheckHost(string s)
    {
        foreach (var c in s)
        {
            if (c < 0x80 && c != '%' && ShouldEscape((byte)c, UrlPart.Host))
            {
                throw new FunctionException($"invalid character {GoQuote.Quote(c.ToString())} in host name");
            }
        }
    }

    private static bool ShouldEscape(byte b, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit((char)b))
        {
            return false;
        }
        switch ((char)b)
        {
            case '-' or '_' or '.' or '~':
                return false;
            case '!' or '$' or '&' or '\'' or '(' or ')' or '*' or '+' or ',' or ';' or '=' or ':' or '[' or ']' or '<' or '>' or '"' when part == UrlPart.Host:
                return false;
            case '$' or '&' or '+' or ',' or '/' or ':' or ';' or '=' or '?' or '@':
                return part switch
                {
                    UrlPart.Path => b is (byte)'?',
                    UrlPart.User => b is (byte)'@' or (byte)'/' or (byte)'?' or (byte)':',
                    UrlPart.Query => true,
                    _ => part != UrlPart.Fragment,
                };
            case '!' or '(' or ')' or '*' when part == UrlPart.Fragment:
                return false;
            default:
                return true;
        }
    }
}
