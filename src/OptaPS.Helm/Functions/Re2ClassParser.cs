using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>Character classes of RE2: brackets, Perl's, POSIX', and Unicode's.</summary>
internal sealed class Re2ClassParser(string pattern, bool wide)
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["Latin"] = "A-Za-z\\u00AA\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02B8\\u02E0-\\u02E4\\u1D00-\\u1D25\\u1D2C-\\u1D5C\\u1E00-\\u1EFF\\u2C60-\\u2C7F\\uA722-\\uA787\\uFB00-\\uFB06\\uFF21-\\uFF3A\\uFF41-\\uFF5A",
        ["Greek"] = "\\u0370-\\u0373\\u0375-\\u0377\\u037A-\\u037D\\u037F\\u0384\\u0386\\u0388-\\u03E1\\u03F0-\\u03FF\\u1F00-\\u1FFE",
        ["Cyrillic"] = "\\u0400-\\u0484\\u0487-\\u052F\\u1C80-\\u1C88\\u1D2B\\u1D78\\u2DE0-\\u2DFF\\uA640-\\uA69F",
        ["Han"] = "\\u2E80-\\u2E99\\u2E9B-\\u2EF3\\u2F00-\\u2FD5\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303B\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFA6D\\uFA70-\\uFAD9",
        ["Hiragana"] = "\\u3041-\\u3096\\u309D-\\u309F",
        ["Katakana"] = "\\u30A1-\\u30FA\\u30FD-\\u30FF\\u31F0-\\u31FF\\uFF66-\\uFF6F\\uFF71-\\uFF9D",
        ["Hebrew"] = "\\u0591-\\u05C7\\u05D0-\\u05EA\\u05EF-\\u05F4\\uFB1D-\\uFB4F",
        ["Arabic"] = "\\u0600-\\u0604\\u0606-\\u060B\\u060D-\\u061A\\u061C-\\u061E\\u0620-\\u063F\\u0641-\\u064A\\u0656-\\u066F\\u0671-\\u06DC\\u06DE-\\u06FF\\u0750-\\u077F",
        ["Thai"] = "\\u0E01-\\u0E3A\\u0E40-\\u0E5B",
        ["Hangul"] = "\\u1100-\\u11FF\\u302E-\\u302F\\u3131-\\u318E\\uA960-\\uA97C\\uAC00-\\uD7A3\\uD7B0-\\uD7C6",
    };

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cs",
    };

    /// <summary>A literal that folds to more than its two ASCII cases.</summary>
    public static string? FoldLiteral(int rune) => rune switch
    {
        'k' or 'K' or 0x212A => "[kK\\u212A]",
        's' or 'S' or 0x17F => "[sS\\u017F]",
        _ => null,
    };

    /// <summary>Word boundaries count ASCII letters, digits and the underscore only.</summary>
    public static string Boundary(char c) => c == 'b' ? "\\b" : "\\B";

    /// <summary>A class in brackets; gives the position behind it.</summary>
    public int Bracket(int position, Re2Flags flags, StringBuilder output)
    {
        var start = position++;
        var negated = position < pattern.Length && pattern[position] == '^';
        if (negated)
        {
            position++;
        }
        var body = new StringBuilder();
        var astral = new StringBuilder();
        var first = true;
        while (position >= pattern.Length || pattern[position] != ']' || first)
        {
            if (position >= pattern.Length)
            {
                throw Error("missing closing ]", pattern[start..]);
            }
            first = false;
            if (Named(ref position, body) || Perl(ref position, body))
            {
                continue;
            }
            Range(ref position, body, astral);
        }
        position++;
        Write(output, body.ToString(), astral.ToString(), negated, flags);
        return position;
    }

    /// <summary>A class such as \d or \pL outside of brackets.</summary>
    public int Escaped(int position, Re2Flags flags, StringBuilder output)
    {
        var body = new StringBuilder();
        Perl(ref position, body);
        Write(output, body.ToString(), "", negated: false, flags);
        return position;
    }

    /// <summary>A single character, escaped or not, inside or outside of brackets.</summary>
    public int Character(ref int position)
    {
        if (pattern[position] != '\\')
        {
            var rune = GoText.RuneAt(pattern, position, out var used);
            position += used;
            return rune;
        }
        var start = position++;
        if (position >= pattern.Length)
        {
            throw new FunctionException("error parsing regexp: trailing backslash at end of expression: ``");
        }
        var c = pattern[position++];
        switch (c)
        {
            case 'a': return 7;
            case 'f': return '\f';
            case 't': return '\t';
            case 'n': return '\n';
            case 'r': return '\r';
            case 'v': return '\v';
            case 'x':
                return Hex(ref position, start);
            case >= '0' and <= '7':
                if (c != '0' && (position >= pattern.Length || pattern[position] is < '0' or > '7'))
                {
                    break;
                }
                var value = c - '0';
                for (var i = 1; i < 3 && position < pattern.Length && pattern[position] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + (pattern[position++] - '0');
                }
                return value;
            case < '\x80' when !char.IsAsciiLetterOrDigit(c):
                return c;
        }
        throw Error("invalid escape sequence", pattern[start..Math.Min(position, pattern.Length)]);
    }

    private static FunctionException Error(string problem, string excerpt) => new($"error parsing regexp: {problem}: `{excerpt}`");

    private static string Quote(int rune) => "\\u" + rune.ToString("X4", CultureInfo.InvariantCulture);

    private int Hex(ref int position, int start)
    {
        var digits = "";
        if (position < pattern.Length && pattern[position] == '{')
        {
            var end = pattern.IndexOf('}', position);
            digits = end < 0 ? "" : pattern[(position + 1)..end];
            position = end < 0 ? pattern.Length : end + 1;
        }
        else if (position + 2 <= pattern.Length)
        {
            digits = pattern.Substring(position, 2);
            position += 2;
        }
        if (digits.Length is 0 or > 6 || !digits.All(char.IsAsciiHexDigit) || Convert.ToInt32(digits, 16) > 0x10FFFF)
        {
            throw Error("invalid escape sequence", pattern[start..Math.Min(position, pattern.Length)]);
        }
        return Convert.ToInt32(digits, 16);
    }

    private void Write(StringBuilder output, string body, string astral, bool negated, Re2Flags flags)
    {
        var open = flags.IgnoreCase ? "(?i:" : "(?:";
        if (!wide)
        {
            var set = body.Length > 0 ? (negated ? "[^" : "[") + body + "]" : negated ? "[\\s\\S]" : "[^\\s\\S]";
            output.Append(flags.IgnoreCase ? open + set + ")" : set);
            return;
        }
        const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";
        if (negated)
        {
            output.Append(open).Append(Pair).Append("|[^").Append(body).Append("\\uD800-\\uDBFF])");
            return;
        }
        output.Append(open).Append(astral);
        output.Append(body.Length > 0 ? "[" + body + "]" : "[^\\s\\S]").Append(')');
    }

    private bool Named(ref int position, StringBuilder body)
    {
        if (string.CompareOrdinal(pattern, position, "[:", 0, 2) != 0)
        {
            return false;
        }
        var end = pattern.IndexOf(":]", position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }
        var name = pattern[(position + 2)..end];
        var negated = name.StartsWith('^');
        if (!Posix.TryGetValue(name.TrimStart('^'), out var set))
        {
            throw Error("invalid character class range", pattern[position..(end + 2)]);
        }
        body.Append(negated ? Complement(set) : set);
        position = end + 2;
        return true;
    }

    private bool Perl(ref int position, StringBuilder body)
    {
        if (pattern[position] != '\\' || position + 1 >= pattern.Length)
        {
            return false;
        }
        var c = pattern[position + 1];
        string set;
        switch (c)
        {
            case 'd' or 'D': set = "0-9"; break;
            case 's' or 'S': set = "\\t\\n\\f\\r "; break;
            case 'w' or 'W': set = "0-9A-Za-z_"; break;
            case 'p' or 'P':
                Unicode(ref position, body);
                return true;
            default: return false;
        }
        body.Append(char.IsUpper(c) ? Complement(set) : set);
        position += 2;
        return true;
    }

    private void Unicode(ref int position, StringBuilder body)
    {
        var start = position;
        var negated = pattern[position + 1] == 'P';
        position += 2;
        string name;
        if (position < pattern.Length && pattern[position] == '{')
        {
            var end = pattern.IndexOf('}', position);
            if (end < 0)
            {
                throw Error("invalid character class range", pattern[start..]);
            }
            name = pattern[(position + 1)..end];
            position = end + 1;
        }
        else if (position < pattern.Length)
        {
            name = pattern[position++].ToString();
        }
        else
        {
            throw Error("invalid character class range", pattern[start..]);
        }
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }
        if (name == "Any")
        {
            body.Append(negated ? "" : "\\s\\S");
        }
        else if (Categories.Contains(name))
        {
            body.Append(negated ? "\\P{" : "\\p{").Append(name).Append('}');
        }
        else if (Scripts.TryGetValue(name, out var set))
        {
            body.Append(negated ? Complement(set) : set);
        }
        else
        {
            throw Error("invalid character class range", pattern[start..position]);
        }
    }

    /// <summary>The ranges that a list of ranges leaves out.</summary>
    private static string Complement(string set)
    {
        var regex = new Regex("[" + set + "]", RegexOptions.CultureInvariant);
        var sb = new StringBuilder();
        var from = -1;
        for (var c = 0; c <= 0x10000; c++)
        {
            var outside = c < 0x10000 && !regex.IsMatch(((char)c).ToString());
            if (outside && from < 0)
            {
                from = c;
            }
            else if (!outside && from >= 0)
            {
                sb.Append(Quote(from)).Append('-').Append(Quote(c - 1));
                from = -1;
            }
        }
        return sb.ToString();
    }

    private void Range(ref int position, StringBuilder body, StringBuilder astral)
    {
        var start = position;
        var low = Character(ref position);
        var high = low;
        if (position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']')
        {
            position++;
            high = Character(ref position);
            if (high < low)
            {
                throw Error("invalid character class range", pattern[start..position]);
            }
        }
        if (low < 0x10000)
        {
            body.Append(Quote(low));
            if (high > low)
            {
                body.Append('-').Append(Quote(Math.Min(high, 0xFFFF)));
            }
        }
        if (high >= 0x10000)
        {
            AppendAstral(astral, Math.Max(low, 0x10000), high);
        }
    }

    private static void AppendAstral(StringBuilder astral, int low, int high)
    {
        string a = char.ConvertFromUtf32(low), b = char.ConvertFromUtf32(high);
        if (a[0] == b[0])
        {
            astral.Append(Quote(a[0])).Append('[').Append(Quote(a[1])).Append('-').Append(Quote(b[1])).Append("]|");
            return;
        }
        astral.Append(Quote(a[0])).Append('[').Append(Quote(a[1])).Append("-\\uDFFF]|");
        if (b[0] - a[0] > 1)
        {
            astral.Append('[').Append(Quote(a[0] + 1)).Append('-').Append(Quote(b[0] - 1)).Append("][\\uDC00-\\uDFFF]|");
        }
        astral.Append(Quote(b[0])).Append("[\\uDC00-").Append(Quote(b[1])).Append("]|");
    }
}
