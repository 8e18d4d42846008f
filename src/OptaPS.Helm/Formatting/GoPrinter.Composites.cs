using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Formatting;

internal sealed partial class GoPrinter
{
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
        foreach (var (name, field) in o.PrintedFields)
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
}
