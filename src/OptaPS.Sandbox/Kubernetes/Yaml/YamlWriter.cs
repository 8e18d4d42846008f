using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Yaml;

/// <summary>Writes JSON documents as YAML with sorted keys, in the form of the real server.</summary>
internal static class YamlWriter
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Block(text, node, 0, "");
        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonNode? node, int indent, string lead)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                var first = true;
                foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(first && lead.Length > 0 ? lead : new string(' ', indent));
                    first = false;
                    text.Append(YamlScalar.NeedsQuotes(key) ? Quote(key) : key).Append(':');
                    Member(text, value, indent);
                }

                break;
            case JsonArray { Count: > 0 } list:
                var leading = lead.Length > 0;
                foreach (var item in list)
                {
                    var dash = (leading ? lead : new string(' ', indent)) + "- ";
                    leading = false;
                    if (item is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
                        Block(text, item, indent + 2, dash);
                    else
                        text.Append(dash).Append(Leaf(item, indent)).Append('\n');
                }

                break;
            default:
                text.Append(lead).Append(Leaf(node, indent)).Append('\n');
                break;
        }
    }

    private static void Member(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 }:
                text.Append('\n');
                Block(text, value, indent + 2, "");
                break;
            case JsonArray { Count: > 0 }:
                text.Append('\n');
                Block(text, value, indent, "");
                break;
            default:
                text.Append(' ').Append(Leaf(value, indent)).Append('\n');
                break;
        }
    }

    private static string Leaf(JsonNode? node, int indent)
    {
        switch (node)
        {
            case null:
                return "null";
            case JsonObject:
                return "{}";
            case JsonArray:
                return "[]";
        }

        if (node.Text() is not { } text)
            return node.ToJsonString();
        if (text.Contains('\n', StringComparison.Ordinal) && !text.StartsWith(' ') && !text.StartsWith('\n'))
        {
            var pad = new string(' ', indent + 2);
            var mark = text.EndsWith("\n\n", StringComparison.Ordinal) ? "|+" : text.EndsWith('\n') ? "|" : "|-";
            var body = text.EndsWith('\n') ? text[..^1] : text;
            return mark + string.Concat(body.Split('\n').Select(line => "\n" + (line.Length == 0 ? "" : pad + line)));
        }

        return YamlScalar.NeedsQuotes(text) ? Quote(text) : text;
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "\"";
}
