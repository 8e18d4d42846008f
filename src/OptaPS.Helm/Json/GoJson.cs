using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Json;

/// <summary>Writes JSON as Go's encoding/json does.</summary>
internal sealed class GoJson
{
    private readonly StringBuilder sb = new();
    private readonly bool escapeHtml;
    private readonly string? indent;
    private readonly CycleCheck cycles = new();

    private GoJson(bool escapeHtml, string? indent)
    {
        this.escapeHtml = escapeHtml;
        this.indent = indent;
    }

    /// <summary>The JSON text; a <see cref="FunctionException"/> for what JSON cannot hold.</summary>
    public static string Write(object? value, bool escapeHtml = true, string? indent = null)
    {
        var json = new GoJson(escapeHtml, indent);
        json.Value(value, 0);
        return json.sb.ToString();
    }

    /// <summary>A number as JSON text: plain digits where Go's encoder uses them.</summary>
    public static string Number(double d)
    {
        if (double.IsNaN(d) || double.IsInfinity(d))
        {
            throw new FunctionException("json: unsupported value: " + GoFloat.General(d));
        }
        var abs = Math.Abs(d);
        if (abs != 0 && (abs < 1e-6 || abs >= 1e21))
        {
            var text = GoFloat.Format(d, 'e', -1);
            var n = text.Length;
            return n >= 4 && text[n - 4] == 'e' && text[n - 3] == '-' && text[n - 2] == '0' ? text[..(n - 2)] + text[n - 1] : text;
        }
        if (abs < 1e15 && d == Math.Floor(d) && (d != 0 || !double.IsNegative(d)))
        {
            return ((long)d).ToString(CultureInfo.InvariantCulture);
        }
        return GoFloat.Format(d, 'f', -1);
    }

    public static void AppendString(StringBuilder sb, string s, bool escapeHtml)
    {
        sb.Append('"');
        var from = 0;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            var plain = c is >= ' ' and not ('"' or '\\') && c < 0x80 && !(escapeHtml && c is '<' or '>' or '&');
            if (plain || (c >= 0x80 && c is not ('\u2028' or '\u2029') && !char.IsSurrogate(c)))
            {
                continue;
            }
            if (char.IsHighSurrogate(c) && i + 1 < s.Length && char.IsLowSurrogate(s[i + 1]))
            {
                i++;
                continue;
            }
            sb.Append(s, from, i - from);
            from = i + 1;
            sb.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                _ when char.IsSurrogate(c) => "\\ufffd",
                _ => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            });
        }
        sb.Append(s, from, s.Length - from).Append('"');
    }

    private void Value(object? value, int depth)
    {
        RuntimeGuard.EnsureStack();
        TextCap.Check(sb);
        switch (value)
        {
            case null:
                sb.Append("null");
                break;
            case string s:
                AppendString(sb, s, escapeHtml);
                break;
            case bool b:
                sb.Append(b ? "true" : "false");
                break;
            case double d:
                sb.Append(Number(d));
                break;
            case GoBytes bytes:
                sb.Append('"').Append(Convert.ToBase64String(bytes.Data)).Append('"');
                break;
            case GoList { IsNil: true } or GoMap { IsNil: true }:
                sb.Append("null");
                break;
            case GoList list:
                cycles.Enter(list);
                List(list, depth);
                cycles.Leave(list);
                break;
            case GoMap map:
                cycles.Enter(map);
                Fields(map.Keys.Select(k => new KeyValuePair<string, object?>(k, map[k])), map.Count, depth);
                cycles.Leave(map);
                break;
            case IReadOnlyList<KeyValuePair<string, object?>> fields:
                Fields(fields, fields.Count, depth);
                break;
            case GoObject o:
                Value(o.ToJson(), depth);
                break;
            case GoFunction:
                throw new FunctionException("json: unsupported type: func()");
            default:
                sb.Append(GoPrinter.ToText(value));
                break;
        }
    }

    private void List(GoList list, int depth)
    {
        sb.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                sb.Append(',');
            }
            Break(depth + 1);
            Value(list[i], depth + 1);
        }
        if (list.Count > 0)
        {
            Break(depth);
        }
        sb.Append(']');
    }

    private void Fields(IEnumerable<KeyValuePair<string, object?>> fields, int count, int depth)
    {
        sb.Append('{');
        var first = true;
        foreach (var (key, value) in fields)
        {
            if (!first)
            {
                sb.Append(',');
            }
            first = false;
            Break(depth + 1);
            AppendString(sb, key, escapeHtml);
            sb.Append(indent is null ? ":" : ": ");
            Value(value, depth + 1);
        }
        if (count > 0)
        {
            Break(depth);
        }
        sb.Append('}');
    }

    private void Break(int depth)
    {
        if (indent is not null)
        {
            sb.Append('\n');
            for (var i = 0; i < depth; i++)
            {
                sb.Append(indent);
            }
        }
    }
}
