using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Json;

/// <summary>Reads JSON as Go's encoding/json does, with its error messages; numbers become float64.</summary>
internal sealed class GoJsonReader
{
    private readonly string text;
    private readonly bool integers;
    private int position;

    private GoJsonReader(string text, bool integers)
    {
        this.text = text;
        this.integers = integers;
    }

    /// <summary>The value of the whole text; with <paramref name="integers"/>, whole numbers become int64.</summary>
    public static object? Read(string text, bool integers = false)
    {
        var reader = new GoJsonReader(text, integers);
        var value = reader.Value(0, "looking for beginning of value");
        reader.Space();
        if (reader.position < text.Length)
        {
            throw reader.Invalid("after top-level value");
        }
        return value;
    }

    /// <summary>The first value of the text and how many characters it took.</summary>
    public static (object? Value, int Used) ReadPrefix(string text)
    {
        var reader = new GoJsonReader(text, integers: false);
        return (reader.Value(0, "looking for beginning of value"), reader.position);
    }

    private FunctionException Invalid(string context)
    {
        if (position >= text.Length)
        {
            return new FunctionException("unexpected end of JSON input");
        }
        var rune = text[position];
        var shown = rune switch { '\'' => "'\\''", '"' => "'\"'", _ => GoText.IsEscapedByte(rune) || rune > 0xFF ? GoQuote.QuoteRune(GoText.ToBytes(text[position..(position + 1)])[0]) : GoQuote.QuoteRune(rune > 0x7f ? GoText.ToBytes(text[position..(position + 1)])[0] : rune) };
        return new FunctionException($"invalid character {shown} {context}");
    }

    private void Space()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }
    }

    private object? Value(int depth, string context)
    {
        if (depth > 10_000)
        {
            throw new FunctionException("exceeded max depth");
        }
        RuntimeGuard.EnsureStack();
        Space();
        if (position >= text.Length)
        {
            throw Invalid(context);
        }
        switch (text[position])
        {
            case '{':
                return Object(depth);
            case '[':
                return Array(depth);
            case '"':
                return String();
            case 't':
                Literal("true");
                return true;
            case 'f':
                Literal("false");
                return false;
            case 'n':
                Literal("null");
                return null;
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                throw Invalid(context);
        }
    }

    private void Literal(string word)
    {
        for (var i = 0; i < word.Length; i++, position++)
        {
            if (position >= text.Length || text[position] != word[i])
            {
                throw Invalid($"in literal {word} (expecting {GoQuote.QuoteRune(word[i])})");
            }
        }
    }

    private object Number()
    {
        var start = position;
        if (text[position] == '-')
        {
            position++;
        }
        if (position < text.Length && text[position] == '0')
        {
            position++;
        }
        else
        {
            Digits("in numeric literal");
        }
        var whole = true;
        if (position < text.Length && text[position] == '.')
        {
            whole = false;
            position++;
            Digits("after decimal point in numeric literal");
        }
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            whole = false;
            position++;
            if (position < text.Length && text[position] is '+' or '-')
            {
                position++;
            }
            Digits("in exponent of numeric literal");
        }
        var span = text[start..position];
        if (integers && whole && long.TryParse(span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n))
        {
            return n;
        }
        var value = double.Parse(span, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? throw new FunctionException($"json: cannot unmarshal number {span} into Go value of type float64") : value;
    }

    private void Digits(string context)
    {
        if (position >= text.Length || !char.IsAsciiDigit(text[position]))
        {
            throw Invalid(context);
        }
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }
    }

    private string String()
    {
        position++;
        var start = position;
        StringBuilder? sb = null;
        while (true)
        {
            if (position >= text.Length)
            {
                throw Invalid("in string");
            }
            var c = text[position];
            if (c == '"')
            {
                break;
            }
            if (c < ' ')
            {
                throw Invalid("in string literal");
            }
            if (c == '\\' || GoText.IsEscapedByte(c) && !char.IsHighSurrogate(text[position - 1]))
            {
                sb ??= new StringBuilder();
                sb.Append(text, start, position - start);
                if (c == '\\')
                {
                    Escape(sb);
                }
                else
                {
                    sb.Append('\uFFFD');
                    position++;
                }
                start = position;
                continue;
            }
            position++;
        }
        var end = position++;
        return sb is null ? text[start..end] : sb.Append(text, start, end - start).ToString();
    }

    private void Escape(StringBuilder sb)
    {
        position++;
        if (position >= text.Length)
        {
            throw Invalid("in string escape code");
        }
        var c = text[position];
        switch (c)
        {
            case '"' or '\\' or '/': sb.Append(c); break;
            case 'b': sb.Append('\b'); break;
            case 'f': sb.Append('\f'); break;
            case 'n': sb.Append('\n'); break;
            case 'r': sb.Append('\r'); break;
            case 't': sb.Append('\t'); break;
            case 'u':
                position++;
                var unit = Hex();
                if (char.IsHighSurrogate(unit) && position + 5 < text.Length && text[position] == '\\' && text[position + 1] == 'u')
                {
                    var back = position;
                    position += 2;
                    var low = Hex();
                    if (char.IsLowSurrogate(low))
                    {
                        sb.Append(unit).Append(low);
                        return;
                    }
                    position = back;
                }
                sb.Append(char.IsSurrogate(unit) ? '\uFFFD' : unit);
                return;
            default:
                throw Invalid("in string escape code");
        }
        position++;
    }

    private char Hex()
    {
        var value = 0;
        for (var i = 0; i < 4; i++, position++)
        {
            if (position >= text.Length || !char.IsAsciiHexDigit(text[position]))
            {
                throw Invalid("in \\u hexadecimal character escape");
            }
            value = (value << 4) + Convert.ToInt32(text[position].ToString(), 16);
        }
        return (char)value;
    }

    private GoList Array(int depth)
    {
        position++;
        var items = new List<object?>();
        Space();
        if (position < text.Length && text[position] == ']')
        {
            position++;
            return new GoList(items);
        }
        while (true)
        {
            items.Add(Value(depth + 1, "looking for beginning of value"));
            Space();
            if (position < text.Length && text[position] == ',')
            {
                position++;
                continue;
            }
            if (position < text.Length && text[position] == ']')
            {
                position++;
                return new GoList(items);
            }
            throw Invalid("after array element");
        }
    }

    private GoMap Object(int depth)
    {
        position++;
        var map = new GoMap();
        Space();
        if (position < text.Length && text[position] == '}')
        {
            position++;
            return map;
        }
        while (true)
        {
            Space();
            if (position >= text.Length || text[position] != '"')
            {
                throw Invalid("looking for beginning of object key string");
            }
            var key = String();
            Space();
            if (position >= text.Length || text[position] != ':')
            {
                throw Invalid("after object key");
            }
            position++;
            map[key] = Value(depth + 1, "looking for beginning of value");
            Space();
            if (position < text.Length && text[position] == ',')
            {
                position++;
                continue;
            }
            if (position < text.Length && text[position] == '}')
            {
                position++;
                return map;
            }
            throw Invalid("after object key:value pair");
        }
    }
}
