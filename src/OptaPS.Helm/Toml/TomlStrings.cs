using System.Text;

namespace OptaPS.Helm.Toml;

/// <summary>The four kinds of text of TOML.</summary>
internal static class TomlStrings
{
    public static string Read(string text, ref int position, Func<string, FunctionException> error)
    {
        var quote = text[position];
        var multi = string.CompareOrdinal(text, position, new string(quote, 3), 0, 3) == 0;
        position += multi ? 3 : 1;
        if (multi && position < text.Length && text[position] == '\n')
        {
            position++;
        }
        var sb = new StringBuilder();
        while (true)
        {
            if (position >= text.Length)
            {
                throw error($"unexpected EOF; expected {GoQuote.QuoteRune(quote)}");
            }
            var c = text[position];
            if (c == quote)
            {
                if (!multi)
                {
                    position++;
                    return sb.ToString();
                }
                var end = position;
                while (end < text.Length && text[end] == quote)
                {
                    end++;
                }
                var count = end - position;
                if (count >= 3)
                {
                    sb.Append(quote, Math.Min(count - 3, 2));
                    position += Math.Min(count, 5);
                    return sb.ToString();
                }
                sb.Append(quote, count);
                position = end;
                continue;
            }
            if (c == '\n' && !multi)
            {
                throw error("strings cannot contain newlines");
            }
            if (c == '\\' && quote == '"')
            {
                Escape(text, ref position, sb, multi, error);
                continue;
            }
            sb.Append(c);
            position++;
        }
    }

    private static void Escape(string text, ref int position, StringBuilder sb, bool multi, Func<string, FunctionException> error)
    {
        position++;
        var c = position < text.Length ? text[position] : '\0';
        position++;
        switch (c)
        {
            case 'b': sb.Append('\b'); return;
            case 't': sb.Append('\t'); return;
            case 'n': sb.Append('\n'); return;
            case 'f': sb.Append('\f'); return;
            case 'r': sb.Append('\r'); return;
            case 'e': sb.Append('\x1b'); return;
            case '"' or '\\': sb.Append(c); return;
            case 'x' or 'u' or 'U':
                var length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                if (position + length > text.Length || !text.AsSpan(position, length).ToString().All(char.IsAsciiHexDigit))
                {
                    throw error($"expected {length} hexadecimal digits after '\\{c}'");
                }
                GoText.AppendRune(sb, Convert.ToInt64(text.Substring(position, length), 16));
                position += length;
                return;
        }
        if (multi && c is '\n' or ' ' or '\t')
        {
            position--;
            while (position < text.Length && text[position] is '\n' or ' ' or '\t')
            {
                position++;
            }
            return;
        }
        throw error($"invalid escape character {GoQuote.QuoteRune(c)}; only the following escape characters are allowed: \\b, \\t, \\n, \\f, \\r, \\e, \\\", \\\\, \\uXXXX, and \\UXXXXXXXX");
    }
}
