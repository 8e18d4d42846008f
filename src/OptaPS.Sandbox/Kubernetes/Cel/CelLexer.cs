using System.Globalization;
using System.Text;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Splits an expression into words.</summary>
internal static class CelLexer
{
    private static readonly string[] Operators = ["&&", "||", "==", "!=", "<=", ">=", "[?", "+", "-", "*", "/", "%", "!", "<", ">", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    public static List<CelToken> Read(string text)
    {
        var tokens = new List<CelToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at + 1 < text.Length && text[at] == '/' && text[at + 1] == '/')
            {
                while (at < text.Length && text[at] != '\n')
                    at++;
                continue;
            }

            if (at >= text.Length)
                break;
            var start = at;
            if (StringStart(text, at) is { } quote)
                tokens.Add(ReadString(text, ref at, quote));
            else if (char.IsAsciiLetter(text[at]) || text[at] == '_')
                tokens.Add(Name(text, ref at, start));
            else if (char.IsAsciiDigit(text[at]))
                tokens.Add(Number(text, ref at, start));
            else if (Operators.FirstOrDefault(word => text.AsSpan(start).StartsWith(word, StringComparison.Ordinal)) is { } found)
                tokens.Add(new CelToken('o', found, null, (at += found.Length) - found.Length));
            else
                throw new CelException($"token recognition error at: '{text[at]}'") { At = at };
        }

        tokens.Add(new CelToken('e', "<EOF>", null, text.Length));
        return tokens;
    }

    private static CelToken Name(string text, ref int at, int start)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        return new CelToken('n', text[start..at], null, start);
    }

    /// <summary>The place of the quote when a string begins here.</summary>
    private static int? StringStart(string text, int at)
    {
        var quote = at;
        while (quote < text.Length && quote - at < 2 && text[quote] is 'r' or 'R' or 'b' or 'B' && quote < text.Length)
            quote++;
        return quote < text.Length && text[quote] is '"' or '\'' && quote < text.Length ? quote : null;
    }

    private static CelToken Number(string text, ref int at, int start)
    {
        if (text[at] == '0' && at + 1 < text.Length && text[at + 1] is 'x' or 'X' && at + 1 < text.Length)
        {
            at += 2;
            while (at < text.Length && char.IsAsciiHexDigit(text[at]))
                at++;
            return new CelToken('i', text[start..at], long.Parse(text.AsSpan(start + 2, at - start - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture), start);
        }

        var real = false;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) || text[at] is 'e' or 'E' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E')))
            real |= !char.IsAsciiDigit(text[at++]);
        if (real)
            return new CelToken('d', text[start..at], double.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture), start);
        var number = long.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture);
        if (at < text.Length && text[at] is 'u' or 'U' && at < text.Length)
            at++;
        return new CelToken('i', text[start..at], number, start);
    }

    private static CelToken ReadString(string text, ref int at, int quote)
    {
        var start = at;
        var raw = text[start..quote].Contains('r', StringComparison.OrdinalIgnoreCase);
        var bytes = text[start..quote].Contains('b', StringComparison.OrdinalIgnoreCase);
        var mark = text.AsSpan(quote).StartsWith(new string(text[quote], 3), StringComparison.Ordinal) ? new string(text[quote], 3) : text[quote].ToString();
        var result = new StringBuilder();
        for (at = quote + mark.Length; at < text.Length; at++)
        {
            if (text.AsSpan(at).StartsWith(mark, StringComparison.Ordinal))
            {
                at += mark.Length;
                return bytes ? new CelToken('b', "", Encoding.UTF8.GetBytes(result.ToString()), start) : new CelToken('s', "", result.ToString(), start);
            }

            if (text[at] == '\\' && !raw && at + 1 < text.Length)
                Escape(text, ref at, result);
            else
                result.Append(text[at]);
        }

        throw new CelException($"token recognition error at: '{text[start..]}'") { At = start };
    }

    private static void Escape(string text, ref int at, StringBuilder result)
    {
        at++;
        switch (text[at])
        {
            case 'x' or 'X':
                result.Append((char)Convert.ToInt32(text.Substring(at + 1, 2), 16));
                at += 2;
                break;
            case 'u':
                result.Append((char)Convert.ToInt32(text.Substring(at + 1, 4), 16));
                at += 4;
                break;
            default:
                result.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', var other => other });
                break;
        }
    }
}
