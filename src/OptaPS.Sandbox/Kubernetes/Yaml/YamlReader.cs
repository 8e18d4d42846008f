using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Yaml;

/// <summary>
/// Reads the block and flow YAML that clients send as request bodies: mappings, sequences, plain and quoted scalars, block scalars,
/// comments. Anchors, tags, complex keys and several documents are refused by name.
/// </summary>
internal sealed class YamlReader
{
    private readonly List<(int Indent, string Text, int Number)> lines = [];
    private readonly string[] raw;
    private int at;

    private YamlReader(string text)
    {
        raw = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i < raw.Length; i++)
        {
            var trimmed = raw[i].TrimStart(' ');
            if (raw[i] == "---" && lines.Count > 0)
                break;
            if (trimmed.Length == 0 || trimmed[0] == '#' || raw[i] == "---")
                continue;
            if (trimmed[0] == '\t')
                throw new YamlException($"line {i + 1}: found character that cannot start any token");
            lines.Add((raw[i].Length - trimmed.Length, trimmed.TrimEnd(), i));
        }
    }

    /// <summary>Keys that occur again, in the words of the real server's parser.</summary>
    private List<string> Duplicates { get; } = [];

    public static JsonNode? Parse(string text) => Parse(text, null);

    /// <summary>Reads a text; keys that occur again are added to <paramref name="duplicates"/>, the last one counts.</summary>
    public static JsonNode? Parse(string text, List<string>? duplicates)
    {
        var first = text.AsSpan().TrimStart();
        if (first.Length > 0 && first[0] is '{' or '[')
            return JsonReader.Parse(Encoding.UTF8.GetBytes(text));
        var reader = new YamlReader(text);
        if (reader.lines.Count == 0)
            return null;
        var value = reader.Block(reader.lines[0].Indent);
        if (reader.at < reader.lines.Count)
            throw new YamlException($"line {reader.lines[reader.at].Number + 1}: did not find expected key");
        duplicates?.AddRange(reader.Duplicates);
        return value;
    }

    private JsonNode? Block(int indent)
    {
        var line = lines[at];
        if (line.Text.StartsWith("- ", StringComparison.Ordinal) || line.Text == "-")
            return Sequence(line.Indent);
        if (SplitKey(line.Text, out _, out _))
            return Mapping(line.Indent);
        at++;
        return Scalar(line.Text, line.Number, indent);
    }

    private JsonArray Sequence(int indent)
    {
        var list = new JsonArray();
        while (at < lines.Count && lines[at].Indent == indent && (lines[at].Text.StartsWith("- ", StringComparison.Ordinal) || lines[at].Text == "-"))
        {
            var (_, text, number) = lines[at];
            var rest = text[1..].TrimStart();
            if (rest.Length == 0)
            {
                at++;
                list.Add(at < lines.Count && lines[at].Indent > indent ? Block(lines[at].Indent) : null);
                continue;
            }

            var inner = indent + (text.Length - rest.Length);
            if (SplitKey(rest, out _, out _) || rest.StartsWith("- ", StringComparison.Ordinal))
            {
                lines[at] = (inner, rest, number);
                list.Add(Block(inner));
            }
            else
            {
                at++;
                list.Add(Scalar(rest, number, indent));
            }
        }

        return list;
    }

    private JsonObject Mapping(int indent)
    {
        var map = new JsonObject();
        while (at < lines.Count && lines[at].Indent == indent && SplitKey(lines[at].Text, out var key, out var rest))
        {
            var number = lines[at].Number;
            if (map.ContainsKey(key))
                Duplicates.Add($"line {number + 1}: key \"{key}\" already set in map");
            at++;
            if (rest.Length > 0)
                map[key] = Scalar(rest, number, indent);
            else if (at < lines.Count && (lines[at].Indent > indent || (lines[at].Indent == indent && (lines[at].Text.StartsWith("- ", StringComparison.Ordinal) || lines[at].Text == "-"))))
                map[key] = Block(lines[at].Indent);
            else
                map[key] = null;
        }

        if (at < lines.Count && lines[at].Indent > indent)
            throw new YamlException($"line {lines[at].Number + 1}: mapping values are not allowed in this context");
        return map;
    }

    private JsonNode? Scalar(string text, int number, int indent)
    {
        switch (text[0])
        {
            case '&' or '*' or '!':
                throw new YamlException($"line {number + 1}: anchors, aliases and tags are not supported by the sandbox");
            case '|' or '>':
                return BlockScalar(text, number, indent);
            case '{' or '[' or '"' or '\'':
                var flow = new YamlFlow(text);
                var value = flow.Value();
                flow.End(number + 1);
                return value;
            default:
                var comment = text.IndexOf(" #", StringComparison.Ordinal);
                return YamlScalar.Plain((comment < 0 ? text : text[..comment]).Trim());
        }
    }

    private JsonNode BlockScalar(string header, int number, int indent)
    {
        var fold = header[0] == '>';
        var strip = header.Contains('-', StringComparison.Ordinal);
        var keep = header.Contains('+', StringComparison.Ordinal);
        var body = new List<string>();
        var inner = -1;
        var i = number + 1;
        for (; i < raw.Length; i++)
        {
            var content = raw[i].TrimStart(' ');
            var depth = raw[i].Length - content.Length;
            if (content.Length == 0)
            {
                body.Add("");
                continue;
            }

            if (inner < 0)
                inner = depth;
            if (depth <= indent && !(indent == 0 && depth > 0) || depth < inner)
                break;
            body.Add(raw[i][inner..]);
        }

        while (at < lines.Count && lines[at].Number < i)
            at++;
        var text = string.Join(fold ? " " : "\n", body).TrimEnd('\n', ' ');
        if (keep)
            text = string.Join("\n", body);
        return strip ? text : text + "\n";
    }

    private static bool SplitKey(string text, out string key, out string rest)
    {
        key = rest = "";
        if (text[0] is '"' or '\'')
        {
            var flow = new YamlFlow(text);
            var name = flow.Value().Text() ?? "";
            if (!flow.TakeColon())
                return false;
            key = name;
            rest = flow.Rest().Trim();
            return true;
        }

        if (text[0] is '{' or '[')
            return false;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && text.EndsWith(':'))
            colon = text.Length - 1;
        if (colon < 0)
            return false;
        key = text[..colon].Trim();
        rest = text[(colon + 1)..].Trim();
        if (rest.StartsWith('#'))
            rest = "";
        return true;
    }
}
