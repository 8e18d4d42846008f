using System.Globalization;
using System.Text;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>Says what is wrong with a JSON text in the words of the real server's parser.</summary>
internal sealed class JsonFault
{
    private const string End = "unexpected end of JSON input";
    private readonly byte[] text;
    private int at;

    private JsonFault(byte[] text) => this.text = text;

    /// <summary>The first fault, or null when the text is one JSON value.</summary>
    public static string? Find(byte[] text)
    {
        var fault = new JsonFault(text);
        if (fault.Value("looking for beginning of value") is { } problem)
            return problem;
        fault.Blanks();
        return fault.at < text.Length ? fault.Odd("after top-level value") : null;
    }

    private string? Value(string where)
    {
        Blanks();
        if (at >= text.Length)
            return End;
        switch ((char)text[at])
        {
            case '{':
                return Members();
            case '[':
                return Items();
            case '"':
                return Text();
            case 't':
                return Word("true");
            case 'f':
                return Word("false");
            case 'n':
                return Word("null");
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                return Odd(where);
        }
    }

    private string? Members()
    {
        at++;
        Blanks();
        if (at < text.Length && text[at] == '}')
        {
            at++;
            return null;
        }

        while (true)
        {
            Blanks();
            if (at >= text.Length)
                return End;
            if (text[at] != '"')
                return Odd("looking for beginning of object key string");
            if (Text() is { } key)
                return key;
            Blanks();
            if (at >= text.Length)
                return End;
            if (text[at] != ':')
                return Odd("after object key");
            at++;
            if (Value("looking for beginning of value") is { } inner)
                return inner;
            Blanks();
            if (at >= text.Length)
                return End;
            if (text[at] == '}')
            {
                at++;
                return null;
            }

            if (text[at] != ',')
                return Odd("after object key:value pair");
            at++;
        }
    }

    private string? Items()
    {
        at++;
        Blanks();
        if (at < text.Length && text[at] == ']')
        {
            at++;
            return null;
        }

        while (true)
        {
            if (Value("looking for beginning of value") is { } inner)
                return inner;
            Blanks();
            if (at >= text.Length)
                return End;
            if (text[at] == ']')
            {
                at++;
                return null;
            }

            if (text[at] != ',')
                return Odd("after array element");
            at++;
        }
    }

    private string? Text()
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return null;
            }

            if (text[at] < 0x20)
                return Odd("in string literal");
            if (text[at] != '\\')
                continue;
            at++;
            if (at >= text.Length)
                return End;
            if (!"\"\\/bfnrtu".Contains((char)text[at], StringComparison.Ordinal))
                return Odd("in string escape code");
        }

        return End;
    }

    private string? Word(string word)
    {
        for (var i = 0; i < word.Length; i++, at++)
        {
            if (at >= text.Length)
                return End;
            if (text[at] != word[i])
                return Odd($"in literal {word} (expecting '{word[i]}')");
        }

        return null;
    }

    private string? Number()
    {
        if (text[at] == '-')
            at++;
        if (at >= text.Length)
            return End;
        if (!char.IsAsciiDigit((char)text[at]))
            return Odd("in numeric literal");
        if (text[at] == '0')
            at++;
        else
            Digits();
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (at >= text.Length)
                return End;
            if (!char.IsAsciiDigit((char)text[at]))
                return Odd("after decimal point in numeric literal");
            Digits();
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
                at++;
            if (at >= text.Length)
                return End;
            if (!char.IsAsciiDigit((char)text[at]))
                return Odd("in exponent of numeric literal");
            Digits();
        }

        return null;
    }

    private void Digits()
    {
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
            at++;
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
    }

    private string Odd(string where)
    {
        var shown = text[at] switch
        {
            (byte)'\'' => "'\\''",
            (byte)'"' => "'\"'",
            (byte)'\n' => "'\\n'",
            (byte)'\t' => "'\\t'",
            (byte)'\r' => "'\\r'",
            < 0x20 => string.Create(CultureInfo.InvariantCulture, $"'\\x{text[at]:x2}'"),
            _ => $"'{Encoding.Latin1.GetString(text, at, 1)}'"
        };
        return $"invalid character {shown} {where}";
    }
}
