using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Records;

/// <summary>
/// Writes JSON as Go's encoder does: compact, members of structures in their declared order, members of maps sorted by bytes,
/// <c>&lt; &gt; &amp;</c> and the two line separators escaped, everything else beyond ASCII as it is.
/// </summary>
internal static class RecordWriter
{
    /// <summary>The text of <paramref name="node"/>; objects whose shape is not known are maps.</summary>
    public static string Write(JsonNode? node, RecordShape? shape)
    {
        var text = new StringBuilder();
        Write(text, node, shape ?? RecordShape.Map);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, RecordShape shape)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                WriteObject(text, members, shape);
                break;
            case JsonArray elements:
                text.Append('[');
                for (var i = 0; i < elements.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, elements[i], shape);
                }

                text.Append(']');
                break;
            case JsonValue value:
                WriteValue(text, value);
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonObject members, RecordShape shape)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in shape.Order(members))
        {
            if (!first)
                text.Append(',');
            first = false;
            WriteText(text, name);
            text.Append(':');
            Write(text, value, shape.Of(name));
        }

        text.Append('}');
    }

    private static void WriteValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteText(text, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(RecordNumber.Write(value));
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '<' or '>' or '&' or '\u2028' or '\u2029':
                case < ' ':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    if (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])))
                    {
                        text.Append("\\ufffd");
                        break;
                    }

                    text.Append(c);
                    if (char.IsHighSurrogate(c))
                        text.Append(value[++i]);
                    break;
            }
        }

        text.Append('"');
    }
}
