using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Writes values as sigs.k8s.io/yaml does: through JSON, keys in natural order, block style, folded at 80 columns.</summary>
internal sealed class YamlWriter(YamlEmitter emitter)
{
    private readonly CycleCheck cycles = new();

    /// <summary>The YAML text with its final line feed; a <see cref="FunctionException"/> or <see cref="YamlTextException"/> for what cannot be written.</summary>
    public static string Write(object? value, bool indentSequences = false)
    {
        var emitter = new YamlEmitter(indentSequences);
        new YamlWriter(emitter).Emit(value, YamlContext.Root);
        return emitter.Finish();
    }

    private void Emit(object? value, YamlContext context)
    {
        RuntimeGuard.EnsureStack();
        emitter.CheckLength();
        switch (value)
        {
            case null or GoList { IsNil: true } or GoMap { IsNil: true }:
                emitter.Plain("null", context);
                break;
            case string s:
                emitter.Text(Clean(s), context);
                break;
            case bool b:
                emitter.Plain(b ? "true" : "false", context);
                break;
            case double d:
                emitter.Plain(Number(d), context);
                break;
            case GoBytes bytes:
                emitter.Text(Convert.ToBase64String(bytes.Data), context);
                break;
            case GoList { Count: 0 }:
                emitter.Empty("[", "]", context);
                break;
            case GoList list:
                cycles.Enter(list);
                emitter.StartSequence(context);
                for (var i = 0; i < list.Count; i++)
                {
                    emitter.Item();
                    Emit(list[i], YamlContext.Sequence);
                }
                emitter.EndCollection();
                cycles.Leave(list);
                break;
            case GoMap { Count: 0 }:
                emitter.Empty("{", "}", context);
                break;
            case GoMap map:
                cycles.Enter(map);
                Map(map);
                cycles.Leave(map);
                break;
            case IReadOnlyList<KeyValuePair<string, object?>> fields:
                var copy = new GoMap();
                foreach (var (key, field) in fields)
                {
                    copy[key] = field;
                }
                Emit(copy, context);
                break;
            case GoObject o:
                Emit(o.ToJson(), context);
                break;
            case GoFunction:
                throw new FunctionException("json: unsupported type: func()");
            default:
                emitter.Plain(GoPrinter.ToText(value), context);
                break;
        }
    }

    private void Map(GoMap map)
    {
        emitter.StartMapping();
        var keys = map.Keys;
        IEnumerable<string> ordered = keys;
        if (keys.Length > 1)
        {
            ordered = keys.Order(NaturalOrder.Comparer);
        }
        foreach (var key in ordered)
        {
            if (key.Length > 340)
            {
                CheckKey(key);
            }
            emitter.Key(Clean(key));
            Emit(map[key], YamlContext.Mapping);
        }
        emitter.EndCollection();
    }

    /// <summary>The text goes through JSON and is read as YAML, where a key longer than 1024 characters is an error.</summary>
    private static void CheckKey(string key)
    {
        var sb = new StringBuilder();
        GoJson.AppendString(sb, key, escapeHtml: true);
        if (sb.Length > 1024)
        {
            throw new YamlTextException("yaml: could not find expected ':'");
        }
    }

    private static string Number(double d)
    {
        if (double.IsNaN(d) || double.IsInfinity(d))
        {
            throw new FunctionException("json: unsupported value: " + GoFloat.General(d));
        }
        if (d == Math.Floor(d) && d is > -9.3e18 and < 1.8446744073709552e19 && (d >= 0 || d >= -9.2233720368547758e18))
        {
            return d == 0 ? "0" : GoFloat.Format(d, 'f', -1);
        }
        return GoFloat.General(d);
    }

    /// <summary>What the way through JSON and the YAML reader does to text.</summary>
    private static string Clean(string s)
    {
        var change = false;
        foreach (var c in s)
        {
            if (c is < '\x7f')
            {
                continue;
            }
            if (c is '\x7f' or (>= '\x80' and < '\xa0' and not '\u0085') or '\uFFFE' or '\uFFFF')
            {
                throw new YamlTextException("yaml: control characters are not allowed");
            }
            change |= c == '\u0085' || char.IsSurrogate(c);
        }
        return change ? Repair(s) : s;
    }

    private static string Repair(string s)
    {
        var sb = new StringBuilder(s.Length);
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsHighSurrogate(s[i]) && i + 1 < s.Length && char.IsLowSurrogate(s[i + 1]))
            {
                sb.Append(s[i]).Append(s[++i]);
            }
            else if (char.IsSurrogate(s[i]))
            {
                sb.Append('\uFFFD');
            }
            else if (s[i] == '\u0085')
            {
                var breaks = 0;
                while (sb.Length > 0 && sb[^1] == ' ')
                {
                    sb.Length--;
                }
                for (; i < s.Length && s[i] is '\u0085' or ' '; i++)
                {
                    breaks += s[i] == '\u0085' ? 1 : 0;
                }
                i--;
                sb.Append(breaks == 1 ? " " : new string('\n', breaks - 1));
            }
            else
            {
                sb.Append(s[i]);
            }
        }
        return sb.ToString();
    }
}
