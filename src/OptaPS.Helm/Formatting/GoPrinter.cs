using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Formatting;

/// <summary>Prints values under one directive, as Go's fmt does for each verb and kind.</summary>
internal sealed class GoPrinter(StringBuilder sb)
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

    private void Unicode(ulong rune)
    {
        var text = "U+" + rune.ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(Flags.Precision ?? 4, 4), '0');
        if (Flags.Sharp && rune <= 0x10FFFF && GoQuote.IsPrint((int)rune))
        {
            var one = new StringBuilder();
            GoText.AppendRune(one, (long)rune);
            text += " '" + one + "'";
        }
        var f = Flags;
        f.Zero = false;
        Padding.Pad(sb, text, f);
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

    private void Hex(byte[] data, char verb)
    {
        var length = Math.Min(Flags.Precision ?? data.Length, data.Length);
        var text = new StringBuilder();
        var prefix = verb == 'X' ? "0X" : "0x";
        for (var i = 0; i < length; i++)
        {
            if (Flags.Space && i > 0)
            {
                text.Append(' ');
            }
            if (Flags.Sharp && (Flags.Space || i == 0))
            {
                text.Append(prefix);
            }
            text.Append(data[i].ToString(verb == 'X' ? "X2" : "x2", CultureInfo.InvariantCulture));
        }
        Padding.Pad(sb, text.ToString(), Flags);
    }

    private void Bytes(GoBytes bytes, char verb, int depth)
    {
        switch (verb)
        {
            case 'v' when Flags.SharpV:
                sb.Append("[]byte{").AppendJoin(", ", bytes.Data.Select(b => "0x" + b.ToString("x", CultureInfo.InvariantCulture))).Append('}');
                break;
            case 'v' or 'd':
                sb.Append('[');
                for (var i = 0; i < bytes.Data.Length; i++)
                {
                    if (i > 0)
                    {
                        sb.Append(' ');
                    }
                    Padding.Integer(sb, bytes.Data[i], false, 10, verb, Flags);
                }
                sb.Append(']');
                break;
            case 's':
                Padding.Pad(sb, Padding.Truncate(bytes.Text, Flags), Flags);
                break;
            case 'x' or 'X':
                Hex(bytes.Data, verb);
                break;
            case 'q':
                Quoted(bytes.Text);
                break;
            default:
                List(new GoList(GoTypes.Bytes, [.. bytes.Data.Select(b => (object?)b)]), verb, depth);
                break;
        }
    }

    private void List(GoList list, char verb, int depth)
    {
        if (Flags.SharpV)
        {
            sb.Append(list.Type.Name);
            if (list.IsNil)
            {
                sb.Append("(nil)");
                return;
            }
        }
        sb.Append(Flags.SharpV ? '{' : '[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                sb.Append(Flags.SharpV ? ", " : " ");
            }
            PrintValue(list[i], verb, depth + 1);
        }
        sb.Append(Flags.SharpV ? '}' : ']');
    }

    private void Map(GoMap map, char verb, int depth)
    {
        if (Flags.SharpV)
        {
            sb.Append(map.Type.Name);
            if (map.IsNil)
            {
                sb.Append("(nil)");
                return;
            }
            sb.Append('{');
        }
        else
        {
            sb.Append("map[");
        }
        var first = true;
        foreach (var key in map.Keys)
        {
            if (!first)
            {
                sb.Append(Flags.SharpV ? ", " : " ");
            }
            first = false;
            PrintValue(key, verb, depth + 1);
            sb.Append(':');
            PrintValue(map[key], verb, depth + 1);
        }
        sb.Append(Flags.SharpV ? '}' : ']');
    }

    private void Object(GoObject o, char verb, int depth)
    {
        if (o.Text is { } text && !Flags.SharpV && verb is 'v' or 's' or 'x' or 'X' or 'q')
        {
            String(text, text, verb, depth);
            return;
        }
        if (o.IsNil)
        {
            sb.Append(verb == 'v' ? "<nil>" : "%!" + verb + "(" + o.Type.Name + "=<nil>)");
            return;
        }
        if (o is IGoNumeric number)
        {
            Signed(number.Number, o, verb, depth);
            return;
        }
        if (Flags.SharpV)
        {
            sb.Append(o.Type.Kind == GoKind.Pointer ? "&" + o.Type.Name[1..] : o.Type.Name);
        }
        else if (o.Type.Kind == GoKind.Pointer)
        {
            sb.Append('&');
        }
        sb.Append('{');
        var first = true;
        foreach (var (name, field) in o.Fields)
        {
            if (!first)
            {
                sb.Append(Flags.SharpV ? ", " : " ");
            }
            first = false;
            if (Flags.PlusV || Flags.SharpV)
            {
                sb.Append(name).Append(':');
            }
            PrintValue(field, verb, depth + 1);
        }
        sb.Append('}');
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
