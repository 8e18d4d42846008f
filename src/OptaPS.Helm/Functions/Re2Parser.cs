using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>Checks RE2 syntax with Go's messages and writes the same expression for .NET.</summary>
/// <param name="pattern">The expression.</param>
/// <param name="wide">True when the text may hold surrogate pairs, which must count as one character.</param>
/// <param name="captures">True when groups are wanted, which costs much; without them the expression finds the same text.</param>
internal sealed class Re2Parser(string pattern, bool wide, bool captures)
{
    private const int MaximumRepeat = 1000;
    private readonly StringBuilder output = new();
    private readonly Re2ClassParser classes = new(pattern, wide);
    private Re2Flags flags;
    private int position;
    private int depth;

    public Dictionary<string, int> GroupNames { get; } = new(StringComparer.Ordinal);

    public int GroupCount { get; private set; }

    public string Translate()
    {
        Alternatives();
        if (position < pattern.Length)
        {
            throw Error("unexpected )", pattern);
        }
        return output.ToString();
    }

    private static FunctionException Error(string problem, string excerpt) => new($"error parsing regexp: {problem}: `{excerpt}`");

    private void Alternatives()
    {
        if (++depth > 1000)
        {
            throw Error("expression nests too deeply", pattern);
        }
        var saved = flags;
        while (position < pattern.Length && pattern[position] != ')')
        {
            if (pattern[position] == '|')
            {
                output.Append('|');
                position++;
                continue;
            }
            Repeated();
        }
        flags = saved;
        depth--;
    }

    private void Repeated()
    {
        var start = output.Length;
        var atom = position;
        if (!Atom())
        {
            return;
        }
        var repeatStart = -1;
        while (position < pattern.Length && pattern[position] is '*' or '+' or '?' or '{')
        {
            var from = position;
            if (!Quantifier(out var text))
            {
                return;
            }
            if (repeatStart >= 0)
            {
                throw Error("invalid nested repetition operator", pattern[repeatStart..position]);
            }
            repeatStart = from;
            var lazy = false;
            if (position < pattern.Length && pattern[position] == '?')
            {
                lazy = true;
                position++;
            }
            lazy ^= flags.Ungreedy;
            output.Insert(start, "(?:");
            output.Append(')').Append(text);
            if (lazy)
            {
                output.Append('?');
            }
        }
        _ = atom;
    }

    private bool Quantifier(out string text)
    {
        text = pattern[position].ToString();
        if (pattern[position] != '{')
        {
            position++;
            return true;
        }
        var end = pattern.IndexOf('}', position);
        var body = end < 0 ? "" : pattern[(position + 1)..end];
        var comma = body.IndexOf(',', StringComparison.Ordinal);
        var low = comma < 0 ? body : body[..comma];
        var high = comma < 0 ? body : body[(comma + 1)..];
        if (low.Length == 0 || !low.All(char.IsAsciiDigit) || !high.All(char.IsAsciiDigit) || (low.Length > 1 && low[0] == '0') || (high.Length > 1 && high[0] == '0'))
        {
            // Not a repetition: the brace is a character.
            output.Append("\\{");
            position++;
            text = "";
            return false;
        }
        text = pattern[position..(end + 1)];
        var min = low.Length > 6 ? int.MaxValue : int.Parse(low, CultureInfo.InvariantCulture);
        var max = high.Length == 0 ? min : high.Length > 6 ? int.MaxValue : int.Parse(high, CultureInfo.InvariantCulture);
        if (min > MaximumRepeat || max > MaximumRepeat || (high.Length > 0 && max < min))
        {
            throw Error("invalid repeat count", text);
        }
        position = end + 1;
        return true;
    }

    /// <summary>One atom; false when it cannot be repeated, as for a setting of flags.</summary>
    private bool Atom()
    {
        var c = pattern[position];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                position = classes.Bracket(position, flags, output);
                return true;
            case '.':
                position++;
                output.Append(flags.DotAll ? (wide ? "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[\\s\\S])" : "[\\s\\S]") : wide ? "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\n])" : "[^\\n]");
                return true;
            case '^':
                position++;
                output.Append(flags.Multiline ? "(?m:^)" : "\\A");
                return true;
            case '$':
                position++;
                output.Append(flags.Multiline ? "(?m:$)" : "\\z");
                return true;
            case '*' or '+' or '?':
                throw Error("missing argument to repetition operator", LazyText(c.ToString()));
            case '{':
                var before = position;
                if (Quantifier(out var text))
                {
                    position = before;
                    throw Error("missing argument to repetition operator", LazyText(text));
                }
                return true;
            case '\\':
                return Escape();
            default:
                var rune = GoText.RuneAt(pattern, position, out var used);
                position += used;
                AppendLiteral(rune);
                return true;
        }
    }

    private string LazyText(string op)
    {
        var after = position + op.Length;
        return after < pattern.Length && pattern[after] == '?' ? op + "?" : op;
    }

    private void AppendLiteral(int rune)
    {
        var text = rune < 0x10000 ? ((char)rune).ToString() : char.ConvertFromUtf32(rune);
        var escaped = Regex.Escape(text) is var e && text is "]" or "}" ? "\\" + text : e;
        if (flags.IgnoreCase)
        {
            escaped = Re2ClassParser.FoldLiteral(rune) ?? $"(?i:{escaped})";
        }
        output.Append(text.Length > 1 ? $"(?:{escaped})" : escaped);
    }

    private bool Group()
    {
        var start = position;
        if (position + 1 < pattern.Length && pattern[position + 1] == '?')
        {
            if (Named(start))
            {
                return true;
            }
            return FlagGroup(start);
        }
        position++;
        GroupCount++;
        Body(captures ? "(?<g" + GroupCount + ">" : "(?:");
        return true;
    }

    private bool Named(int start)
    {
        var head = string.CompareOrdinal(pattern, position, "(?P<", 0, 4) == 0 ? 4 : string.CompareOrdinal(pattern, position, "(?<", 0, 3) == 0 ? 3 : 0;
        if (head == 0 || (head == 3 && position + 3 < pattern.Length && pattern[position + 3] is '=' or '!'))
        {
            return false;
        }
        var end = pattern.IndexOf('>', position);
        if (end < 0)
        {
            throw Error("invalid named capture", pattern[start..]);
        }
        var name = pattern[(position + head)..end];
        if (name.Length == 0 || !name.All(ch => ch == '_' || char.IsAsciiLetterOrDigit(ch)))
        {
            throw Error("invalid named capture", pattern[start..(end + 1)]);
        }
        GroupCount++;
        if (!GroupNames.TryAdd(name, GroupCount))
        {
            throw Error("duplicate capture group name", name);
        }
        position = end + 1;
        Body(captures ? "(?<g" + GroupCount + ">" : "(?:");
        return true;
    }

    private void Body(string open)
    {
        output.Append(open);
        var saved = flags;
        Alternatives();
        flags = saved;
        if (position >= pattern.Length)
        {
            throw Error("missing closing )", pattern);
        }
        position++;
        output.Append(')');
    }

    private bool FlagGroup(int start)
    {
        position += 2;
        var changed = flags;
        var negative = false;
        var sawFlag = false;
        while (position < pattern.Length)
        {
            var c = pattern[position++];
            switch (c)
            {
                case 'i': changed.IgnoreCase = !negative; sawFlag = true; continue;
                case 'm': changed.Multiline = !negative; sawFlag = true; continue;
                case 's': changed.DotAll = !negative; sawFlag = true; continue;
                case 'U': changed.Ungreedy = !negative; sawFlag = true; continue;
                case '-' when !negative:
                    negative = true;
                    sawFlag = false;
                    continue;
                case ':' or ')' when !negative || sawFlag:
                    if (c == ')')
                    {
                        flags = changed;
                        return false;
                    }
                    var saved = flags;
                    flags = changed;
                    Body("(?:");
                    flags = saved;
                    return true;
            }
            throw Error("invalid or unsupported Perl syntax", pattern[start..position]);
        }
        throw Error("missing closing )", pattern);
    }

    private bool Escape()
    {
        if (position + 1 >= pattern.Length)
        {
            throw new FunctionException("error parsing regexp: trailing backslash at end of expression: ``");
        }
        var c = pattern[position + 1];
        switch (c)
        {
            case 'A' or 'z':
                output.Append('\\').Append(c);
                position += 2;
                return true;
            case 'b' or 'B':
                output.Append(Re2ClassParser.Boundary(c));
                position += 2;
                return true;
            case 'Q':
                var end = pattern.IndexOf("\\E", position, StringComparison.Ordinal);
                var text = end < 0 ? pattern[(position + 2)..] : pattern[(position + 2)..end];
                foreach (var rune in GoText.Runes(text))
                {
                    AppendLiteral(rune);
                }
                position = end < 0 ? pattern.Length : end + 2;
                return text.Length > 0;
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'p' or 'P':
                position = classes.Escaped(position, flags, output);
                return true;
        }
        AppendLiteral(classes.Character(ref position));
        return true;
    }
}
