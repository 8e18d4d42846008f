using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>The functions that text/template itself has.</summary>
internal static class BuiltIns
{
    public static readonly GoFunction And = FunctionTable.Create("and", "value ...value", (_, a) => a[^1]);
    public static readonly GoFunction Or = FunctionTable.Create("or", "value ...value", (_, a) => a[^1]);

    public static readonly GoFunction CallFunction = FunctionTable.Create("call", "value ...value", (_, a) => Call(a[0], ""));

    public static void AddTo(FunctionTable table)
    {
        table.Add(And);
        table.Add(Or);
        table.Add("not", "value", a => !Truth.Of(a[0]));
        table.Add(CallFunction);
        table.AddText("html", "...any", a => Html(Text(a)));
        table.AddText("js", "...any", a => Js(Text(a)));
        table.AddText("urlquery", "...any", a => GoUrl.QueryEscape(Text(a)));
        table.Add("index", "value ...value", a => Index(a));
        table.Add("len", "length", a => GoInt.Box(Length(a[0])));
        table.AddText("print", "...any", a => GoPrinter.Sprint(a));
        table.AddText("println", "...any", a => GoPrinter.Sprintln(a));
        table.Add("printf", "string ...any", (c, a) =>
        {
            var text = GoFormatter.Sprintf((string)a[0]!, a.AsSpan(1));
            c.Charge(text.Length);
            return text;
        });
        Comparisons.AddTo(table);
    }

    /// <summary>HTML escaping as template's html function does it.</summary>
    public static string Html(string s)
    {
        if (s.AsSpan().IndexOfAny("'\"&<>\0") < 0)
        {
            return s;
        }
        var sb = new StringBuilder(s.Length + 16);
        foreach (var c in s)
        {
            sb.Append(c switch { '\0' => "\uFFFD", '"' => "&#34;", '\'' => "&#39;", '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => null });
            if (c is not ('\0' or '"' or '\'' or '&' or '<' or '>'))
            {
                sb.Append(c);
            }
        }
        return sb.ToString();
    }

    /// <summary>No value of a chart is a function, so call always fails; the message names the expression.</summary>
    public static object? Call(object? function, string expression) => function is null
        ? throw new FunctionException("call of nil")
        : throw new FunctionException($"non-function {expression} of type {GoTypes.Of(function)!.Name}");

    private static string Text(object?[] args) =>
        args is [string s] ? s : GoPrinter.Sprint(Array.ConvertAll(args, a => a is null ? "<no value>" : a is GoObject { AddressableText: { } t } ? t : a));

    private static string Js(string s)
    {
        var sb = new StringBuilder(s.Length + 16);
        for (var i = 0; i < s.Length;)
        {
            var rune = GoText.RuneAt(s, i, out var used);
            switch (rune)
            {
                case '\\': sb.Append("\\\\"); break;
                case '\'': sb.Append("\\'"); break;
                case '"': sb.Append("\\\""); break;
                case '<' or '>' or '&' or '=': sb.Append("\\u").Append(rune.ToString("X4", CultureInfo.InvariantCulture)); break;
                case < ' ': sb.Append("\\u").Append(rune.ToString("X4", CultureInfo.InvariantCulture)); break;
                case < 0x80: sb.Append((char)rune); break;
                default:
                    if (GoQuote.IsPrint(rune))
                    {
                        sb.Append(s, i, used);
                    }
                    else
                    {
                        sb.Append("\\u").Append(rune.ToString("X4", CultureInfo.InvariantCulture));
                    }
                    break;
            }
            i += used;
        }
        return sb.ToString();
    }

    private static int Length(object? value) => value switch
    {
        null => throw new FunctionException("reflect: call of reflect.Value.Type on zero Value"),
        NilInterface => throw new FunctionException("len of nil pointer"),
        string s => GoText.ByteLength(s),
        GoList l => l.Count,
        GoMap m => m.Count,
        GoBytes b => b.Data.Length,
        _ => throw new FunctionException("len of type " + GoTypes.Of(value)!.Name),
    };

    private static object? Index(object?[] args)
    {
        var item = args[0];
        if (item is null)
        {
            throw new FunctionException("index of untyped nil");
        }
        for (var i = 1; i < args.Length; i++)
        {
            var key = args[i];
            switch (item)
            {
                case null:
                    throw new FunctionException("index of nil pointer");
                case GoMap map:
                    item = key switch
                    {
                        string name => map.TryGetValue(name, out var found) ? found : Zero(map.Type.Element!),
                        null => throw new FunctionException("value is nil; should be of type string"),
                        _ => throw new FunctionException($"value has type {GoTypes.Of(key)!.Name}; should be string"),
                    };
                    break;
                case GoList list:
                    item = list[Place(key, list.Count)];
                    break;
                case GoBytes bytes:
                    item = bytes.Data[Place(key, bytes.Data.Length)];
                    break;
                case string text:
                    var raw = GoText.ToBytes(text);
                    item = raw[Place(key, raw.Length, "string")];
                    break;
                default:
                    throw new FunctionException("can't index item of type " + GoTypes.Of(item)!.Name);
            }
        }
        return item;
    }

    private static object? Zero(GoType type) => type.Kind switch
    {
        GoKind.String => "",
        GoKind.Slice => new GoBytes([]),
        _ => null,
    };

    private static int Place(object? index, int length, string kind = "slice")
    {
        var at = index switch
        {
            GoInt i => i.Value,
            long l => l,
            int n => n,
            byte n => n,
            uint n => n,
            ulong n => n > long.MaxValue ? -1 : (long)n,
            IGoNumeric n => n.Number,
            null => throw new FunctionException("cannot index slice/array with nil"),
            _ => throw new FunctionException("cannot index slice/array with type " + GoTypes.Of(index)!.Name),
        };
        if (at < 0 || at > length)
        {
            throw new FunctionException($"index out of range: {at}");
        }
        return at < length ? (int)at : throw new FunctionException($"reflect: {kind} index out of range");
    }
}
