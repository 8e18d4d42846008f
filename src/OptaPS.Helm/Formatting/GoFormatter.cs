using System.Text;

namespace OptaPS.Helm.Formatting;

/// <summary>Go's fmt.Sprintf.</summary>
internal static class GoFormatter
{
    public static string Sprintf(string format, ReadOnlySpan<object?> args)
    {
        var sb = new StringBuilder(format.Length + 16);
        var printer = new GoPrinter(sb);
        var argument = 0;
        var reordered = false;
        var i = 0;
        while (i < format.Length)
        {
            var goodArgument = true;
            var start = i;
            while (i < format.Length && format[i] != '%')
            {
                i++;
            }
            sb.Append(format, start, i - start);
            if (i >= format.Length)
            {
                break;
            }
            i++;
            printer.Flags = default;
            i = ReadFlags(format, i, ref printer.Flags);
            var afterIndex = false;
            ReadIndex(format, ref i, ref argument, args.Length, ref reordered, ref afterIndex, ref goodArgument);
            if (i < format.Length && format[i] == '*')
            {
                i++;
                var width = StarValue(args, ref argument);
                if (width is null)
                {
                    sb.Append("%!(BADWIDTH)");
                }
                if (width < 0)
                {
                    width = -width;
                    printer.Flags.Minus = true;
                    printer.Flags.Zero = false;
                }
                printer.Flags.Width = width;
                afterIndex = false;
            }
            else
            {
                var width = ReadNumber(format, ref i);
                printer.Flags.Width = width;
                if (afterIndex && width is not null)
                {
                    goodArgument = false;
                }
            }
            if (i + 1 <= format.Length && i < format.Length && format[i] == '.')
            {
                i++;
                if (afterIndex)
                {
                    goodArgument = false;
                }
                ReadIndex(format, ref i, ref argument, args.Length, ref reordered, ref afterIndex, ref goodArgument);
                if (i < format.Length && format[i] == '*')
                {
                    i++;
                    var precision = StarValue(args, ref argument);
                    if (precision is null)
                    {
                        sb.Append("%!(BADPREC)");
                    }
                    printer.Flags.Precision = precision < 0 ? null : precision;
                    afterIndex = false;
                }
                else
                {
                    printer.Flags.Precision = ReadNumber(format, ref i) ?? 0;
                }
            }
            if (!afterIndex)
            {
                ReadIndex(format, ref i, ref argument, args.Length, ref reordered, ref afterIndex, ref goodArgument);
            }
            if (i >= format.Length)
            {
                sb.Append("%!(NOVERB)");
                break;
            }
            var rune = GoText.RuneAt(format, i, out var used);
            var verbText = format.Substring(i, used);
            var verb = rune < 0x10000 ? (char)rune : '\uFFFD';
            i += used;
            if (rune == '%')
            {
                sb.Append('%');
            }
            else if (!goodArgument)
            {
                sb.Append("%!").Append(verbText).Append("(BADINDEX)");
            }
            else if (argument >= args.Length)
            {
                sb.Append("%!").Append(verbText).Append("(MISSING)");
            }
            else
            {
                if (verb == 'v')
                {
                    if (printer.Flags.Sharp)
                    {
                        printer.Flags.Sharp = false;
                        printer.Flags.SharpV = true;
                    }
                    if (printer.Flags.Plus)
                    {
                        printer.Flags.Plus = false;
                        printer.Flags.PlusV = true;
                    }
                }
                if (verb == 'w')
                {
                    sb.Append("%!w(");
                    var value = args[argument++];
                    sb.Append(value is null ? "<nil>" : GoTypes.Of(value)!.Name + "=");
                    if (value is not null)
                    {
                        printer.PrintArgument(value, 'v');
                    }
                    sb.Append(')');
                }
                else
                {
                    printer.PrintArgument(args[argument++], verb);
                }
            }
        }
        if (!reordered && argument < args.Length)
        {
            Extra(sb, args[argument..]);
        }
        return sb.ToString();
    }

    private static void Extra(StringBuilder sb, ReadOnlySpan<object?> rest)
    {
        var printer = new GoPrinter(sb);
        sb.Append("%!(EXTRA ");
        for (var i = 0; i < rest.Length; i++)
        {
            if (i > 0)
            {
                sb.Append(", ");
            }
            if (rest[i] is null)
            {
                sb.Append("<nil>");
            }
            else
            {
                sb.Append(GoTypes.Of(rest[i])!.Name).Append('=');
                printer.PrintArgument(rest[i], 'v');
            }
        }
        sb.Append(')');
    }

    private static int ReadFlags(string format, int i, ref FormatFlags flags)
    {
        for (; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '#': flags.Sharp = true; break;
                case '0': flags.Zero = true; break;
                case '+': flags.Plus = true; break;
                case '-': flags.Minus = true; break;
                case ' ': flags.Space = true; break;
                default:
                    if (flags.Minus)
                    {
                        flags.Zero = false;
                    }
                    return i;
            }
        }
        return i;
    }

    private static int? ReadNumber(string format, ref int i)
    {
        if (i >= format.Length || !char.IsAsciiDigit(format[i]))
        {
            return null;
        }
        var n = 0;
        while (i < format.Length && char.IsAsciiDigit(format[i]))
        {
            if (n > 1_000_000)
            {
                // Go gives up on the rest of the format then.
                i = format.Length;
                return null;
            }
            n = (n * 10) + (format[i] - '0');
            i++;
        }
        return n;
    }

    private static int? StarValue(ReadOnlySpan<object?> args, ref int argument)
    {
        if (argument >= args.Length)
        {
            return null;
        }
        long? n = args[argument] switch { GoInt g => g.Value, long l => l, int v => v, byte b => b, _ => null };
        argument++;
        return n is >= -1_000_000 and <= 1_000_000 ? (int)n : null;
    }

    private static void ReadIndex(string format, ref int i, ref int argument, int count, ref bool reordered, ref bool afterIndex, ref bool good)
    {
        if (i >= format.Length || format[i] != '[')
        {
            return;
        }
        reordered = true;
        var close = format.IndexOf(']', i);
        if (close < 0)
        {
            good = false;
            i++;
            return;
        }
        if (int.TryParse(format.AsSpan(i + 1, close - i - 1), System.Globalization.NumberStyles.None, null, out var index) && index >= 1)
        {
            i = close + 1;
            if (index <= count)
            {
                argument = index - 1;
                afterIndex = true;
                return;
            }
            good = false;
            return;
        }
        i = close + 1;
        good = false;
    }
}
