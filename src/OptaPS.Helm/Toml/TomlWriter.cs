using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Toml;

/// <summary>Writes TOML as the library behind toToml does: plain keys first, then tables, each level indented.</summary>
internal sealed class TomlWriter
{
    private readonly StringBuilder sb = new();

    private TomlWriter()
    {
    }

    public static string Write(object? value)
    {
        var writer = new TomlWriter();
        if (value is null)
        {
            throw new TomlPanicException("reflect: call of reflect.Value.Type on zero Value");
        }
        writer.Encode([], value);
        return writer.sb.ToString();
    }

    private void Encode(List<string> key, object? value)
    {
        RuntimeGuard.EnsureStack();
        TextCap.Check(sb);
        switch (value)
        {
            case null or GoMap { IsNil: true } or GoList { IsNil: true }:
                break;
            case GoList list when IsTableArray(list):
                foreach (var item in list.Items)
                {
                    NewLine();
                    Table(key, "[[", "]]", item);
                }
                break;
            case GoMap or GoObject when IsTable(value):
                if (key.Count == 1)
                {
                    NewLine();
                }
                if (key.Count > 0)
                {
                    Table(key, "[", "]", value);
                }
                else
                {
                    Fields(key, value);
                }
                break;
            default:
                KeyValue(key, value);
                break;
        }
    }

    private static bool IsTable(object? value) => value is GoMap or StructValue or ChartMetadataValue or KubeVersionValue;

    private static bool IsTableOrArray(object? value) => IsTable(value) || (value is GoList list && IsTableArray(list));

    private static bool IsTableArray(GoList list)
    {
        if (list.Count == 0)
        {
            return false;
        }
        if (list.Items.Exists(i => i is null))
        {
            throw new FunctionException("toml: cannot encode array with nil element");
        }
        return list.Items.TrueForAll(IsTable);
    }

    private void NewLine()
    {
        if (sb.Length > 0)
        {
            sb.Append('\n');
        }
    }

    private void Indent(List<string> key) => sb.Append(' ', 2 * (key.Count - 1));

    private void Table(List<string> key, string open, string close, object? value)
    {
        if (key.Count == 0)
        {
            throw new FunctionException("toml: top-level values must be Go maps or structs");
        }
        Indent(key);
        sb.Append(open).AppendJoin('.', key.Select(Name)).Append(close).Append('\n');
        Fields(key, value);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(object? value) => value switch
    {
        GoMap map => map.Keys.Select(k => new KeyValuePair<string, object?>(k, map[k])),
        GoObject o => o.Fields,
        _ => [],
    };

    private void Fields(List<string> key, object? value)
    {
        var pairs = Pairs(value).Where(p => p.Value is not (null or GoMap { IsNil: true } or GoList { IsNil: true })).ToList();
        foreach (var (name, field) in pairs.Where(p => !IsTableOrArray(p.Value)).Concat(pairs.Where(p => IsTableOrArray(p.Value))).ToList())
        {
            Encode([.. key, name], field);
        }
    }

    private void KeyValue(List<string> key, object? value)
    {
        if (key.Count > 0)
        {
            Indent(key);
            sb.Append(Name(key[^1])).Append(" = ");
        }
        Element(value);
        if (key.Count > 0)
        {
            sb.Append('\n');
        }
    }

    private void Element(object? value)
    {
        switch (value)
        {
            case string s:
                sb.Append(Quoted(s));
                break;
            case bool b:
                sb.Append(b ? "true" : "false");
                break;
            case double d:
                sb.Append(Float(d));
                break;
            case GoTime time:
                sb.Append(GoTimeFormat.Format(time, "2006-01-02T15:04:05.999999999Z07:00"));
                break;
            case GoList list:
                sb.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    sb.Append(i > 0 ? ", " : "");
                    Element(list[i]);
                }
                sb.Append(']');
                break;
            case GoBytes bytes:
                sb.Append('[').AppendJoin(", ", bytes.Data.Select(b => b.ToString(CultureInfo.InvariantCulture))).Append(']');
                break;
            case GoNamedInt or SemverValue:
                sb.Append(Quoted(((GoObject)value).Text!));
                break;
            case var table when IsTable(table):
                var pairs = Pairs(table).Where(p => p.Value is not null).ToList();
                sb.Append('{');
                for (var i = 0; i < pairs.Count; i++)
                {
                    sb.Append(i > 0 ? ", " : "").Append(Name(pairs[i].Key)).Append(" = ");
                    Element(pairs[i].Value);
                }
                sb.Append('}');
                break;
            case null:
                throw new FunctionException("toml: cannot encode array with nil element");
            default:
                sb.Append(GoPrinter.ToText(value));
                break;
        }
    }

    private static string Float(double d)
    {
        if (double.IsNaN(d))
        {
            return "nan";
        }
        if (double.IsInfinity(d))
        {
            return d < 0 ? "-inf" : "inf";
        }
        var text = GoFloat.General(d);
        return text.AsSpan().IndexOfAny('e', '.') < 0 ? text + ".0" : text;
    }

    private static string Name(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : Quoted(name);

    private static string Quoted(string s)
    {
        var text = new StringBuilder("\"");
        foreach (var c in s)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' or '\x7f' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }
        return text.Append('"').ToString();
    }
}
