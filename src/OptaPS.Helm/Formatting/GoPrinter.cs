using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Formatting;

/// <summary>Prints values under one directive, as Go's fmt does for each verb and kind.</summary>
internal sealed partial class GoPrinter(StringBuilder sb)
{
    public FormatFlags Flags;

    /// <summary>%v of the value, which is what templates print.</summary>
    public static string ToText(object? value)
    {
        switch (value)
        {
            case string s:
                return s;
            case bool b:
                return b ? "true" : "false";
            case GoInt i:
                return i.ToString();
            case double d:
                return GoFloat.General(d);
            case long l:
                return l.ToString(CultureInfo.InvariantCulture);
            default:
                var sb = new StringBuilder();
                new GoPrinter(sb).PrintArgument(value, 'v');
                return sb.ToString();
        }
    }

    /// <summary>fmt.Sprint: spaces between operands when neither is a string.</summary>
    public static string Sprint(IReadOnlyList<object?> values)
    {
        var sb = new StringBuilder();
        var printer = new GoPrinter(sb);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0 && values[i] is not string && values[i - 1] is not string)
            {
                sb.Append(' ');
            }
            printer.PrintArgument(values[i], 'v');
        }
        return sb.ToString();
    }

    public static string Sprintln(IReadOnlyList<object?> values)
    {
        var sb = new StringBuilder();
        var printer = new GoPrinter(sb);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                sb.Append(' ');
            }
            printer.PrintArgument(values[i], 'v');
        }
        return sb.Append('\n').ToString();
    }

    public void PrintArgument(object? value, char verb)
    {
        if (value is null)
        {
            if (verb is 'T' or 'v')
            {
                Padding.Pad(sb, "<nil>", Flags);
            }
            else
            {
                BadVerb(null, verb, 0);
            }
            return;
        }
        if (verb == 'T')
        {
            Padding.Pad(sb, Padding.Truncate(GoTypes.Of(value)!.Name, Flags), Flags);
            return;
        }
        PrintValue(value, verb, 0);
    }

    private void PrintValue(object? value, char verb, int depth)
    {
        RuntimeGuard.EnsureStack();
        TextCap.Check(sb);
        switch (value)
        {
            case null:
                if (depth == 0)
                {
                    BadVerb(null, verb, depth);
                }
                else if (Flags.SharpV)
                {
                    sb.Append("interface {}(nil)");
                }
                else
                {
                    sb.Append("<nil>");
                }
                break;
            case bool b:
                Bool(b, verb, depth);
                break;
            case GoInt i:
                Signed(i.Value, value, verb, depth);
                break;
            case long l:
                Signed(l, value, verb, depth);
                break;
            case int n:
                Signed(n, value, verb, depth);
                break;
            case byte n:
                Unsigned(n, value, verb, depth);
                break;
            case uint n:
                Unsigned(n, value, verb, depth);
                break;
            case ulong n:
                Unsigned(n, value, verb, depth);
                break;
            case double d:
                Float(d, verb, depth);
                break;
            case string s:
                String(s, value, verb, depth);
                break;
            case GoBytes bytes:
                Bytes(bytes, verb, depth);
                break;
            case GoList list:
                List(list, verb, depth);
                break;
            case GoMap map:
                Map(map, verb, depth);
                break;
            case GoObject o:
                Object(o, verb, depth);
                break;
            default:
                throw new InvalidOperationException("No format for " + value.GetType());
        }
    }

    private void Bool(bool value, char verb, int depth)
    {
        if (verb is 't' or 'v')
        {
            Padding.Pad(sb, value ? "true" : "false", Flags);
        }
        else
        {
            BadVerb(value, verb, depth);
        }
    }

    private void Signed(long n, object value, char verb, int depth) => Integer((ulong)(n < 0 ? unchecked(-n) : n), n < 0, n, value, verb, depth);

    private void Unsigned(ulong n, object value, char verb, int depth)
    {
        if (verb == 'v' && Flags.SharpV)
        {
            var f = Flags;
            f.Sharp = true;
            Padding.Integer(sb, n, false, 16, 'v', f);
            return;
        }
        Integer(n, false, n > long.MaxValue ? -1 : (long)n, value, verb, depth);
    }

    private void Integer(ulong magnitude, bool negative, long rune, object value, char verb, int depth)
    {
        switch (verb)
        {
            case 'v' or 'd':
                Padding.Integer(sb, magnitude, negative, 10, verb, Flags);
                break;
            case 'b':
                Padding.Integer(sb, magnitude, negative, 2, verb, Flags);
                break;
            case 'o' or 'O':
                Padding.Integer(sb, magnitude, negative, 8, verb, Flags);
                break;
            case 'x' or 'X':
                Padding.Integer(sb, magnitude, negative, 16, verb, Flags);
                break;
            case 'c':
                var one = new StringBuilder();
                GoText.AppendRune(one, rune);
                Padding.Pad(sb, one.ToString(), Flags);
                break;
            case 'q':
                Padding.Pad(sb, GoQuote.QuoteRune(rune, Flags.Plus), Flags);
                break;
            case 'U':
                Unicode(negative ? unchecked((ulong)rune) : magnitude);
                break;
            default:
                BadVerb(value, verb, depth);
                break;
        }
    }

    private void Float(double d, char verb, int depth)
    {
        switch (verb)
        {
            case 'v':
                Padding.Float(sb, d, 'g', -1, Flags);
                break;
            case 'b' or 'g' or 'G' or 'x' or 'X':
                Padding.Float(sb, d, verb, -1, Flags);
                break;
            case 'e' or 'E' or 'f':
                Padding.Float(sb, d, verb, 6, Flags);
                break;
            case 'F':
                Padding.Float(sb, d, 'f', 6, Flags);
                break;
            default:
                BadVerb(d, verb, depth);
                break;
        }
    }

    private void String(string s, object value, char verb, int depth)
    {
        switch (verb)
        {
            case 'v' when Flags.SharpV:
                Quoted(s);
                break;
            case 'v' or 's':
                Padding.Pad(sb, Padding.Truncate(s, Flags), Flags);
                break;
            case 'x' or 'X':
                Hex(GoText.ToBytes(s), verb);
                break;
            case 'q':
                Quoted(s);
                break;
            default:
                BadVerb(value, verb, depth);
                break;
        }
    }

    private void Quoted(string s)
    {
        s = Padding.Truncate(s, Flags);
        var text = Flags.Sharp && GoQuote.CanBackquote(s) ? "`" + s + "`" : GoQuote.Quote(s, Flags.Plus);
        Padding.Pad(sb, text, Flags);
    }

    private void BadVerb(object? value, char verb, int depth)
    {
        sb.Append("%!").Append(verb).Append('(');
        if (value is null)
        {
            sb.Append("<nil>");
        }
        else
        {
            sb.Append(GoTypes.Of(value)!.Name).Append('=');
            var saved = Flags;
            Flags = default;
            Flags.Width = saved.Width;
            Flags.Precision = saved.Precision;
            Flags.Minus = saved.Minus;
            Flags.Plus = saved.Plus;
            Flags.Sharp = saved.Sharp;
            Flags.Space = saved.Space;
            Flags.Zero = saved.Zero;
            PrintValue(value, 'v', depth);
            Flags = saved;
        }
        sb.Append(')');
    }
}
