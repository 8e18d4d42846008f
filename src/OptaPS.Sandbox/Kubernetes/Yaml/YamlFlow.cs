using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Yaml;

/// <summary>Reads flow collections and quoted scalars on one line.</summary>
internal sealed class YamlFlow(string text)
{
    private int at;

    public JsonNode? Value()
    {
        Blanks();
        if (at >= text.Length)
            throw new YamlException("error converting YAML to JSON: yaml: line 1: did not find expected node content");
        switch (text[at])
        {
            case '{':
                return Map();
            case '[':
                return List();
            case '"':
                return Double();
            case '\'':
                return Single();
            default:
                var start = at;
                while (at < text.Length && text[at] is not (',' or '}' or ']') && !(text[at] == ':' && (at + 1 == text.Length || text[at + 1] == ' ')))
                    at++;
                return YamlScalar.Plain(text[start..at].Trim());
        }
    }

    public bool TakeColon()
    {
        Blanks();
        if (at >= text.Length || text[at] != ':')
            return false;
        at++;
        return true;
    }

    public string Rest() => text[at..];

    public void End(int line)
    {
        Blanks();
        if (at < text.Length && text[at] != '#')
            throw new YamlException($"line {line}: did not find expected end of value");
    }

    private JsonObject Map()
    {
        var map = new JsonObject();
        at++;
        for (Blanks(); at < text.Length && text[at] != '}'; Blanks())
        {
            var key = Value()?.ToString() ?? "";
            map[key] = TakeColon() ? Value() : null;
            Blanks();
            if (at < text.Length && text[at] == ',')
                at++;
        }

        Close();
        return map;
    }

    private JsonArray List()
    {
        var list = new JsonArray();
        at++;
        for (Blanks(); at < text.Length && text[at] != ']'; Blanks())
        {
            list.Add(Value());
            Blanks();
            if (at < text.Length && text[at] == ',')
                at++;
        }

        Close();
        return list;
    }

    private void Close()
    {
        if (at >= text.Length)
            throw new YamlException("error converting YAML to JSON: yaml: line 1: did not find expected node content");
        at++;
    }

    private string Single()
    {
        var result = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\'')
            {
                if (at + 1 >= text.Length || text[at + 1] != '\'')
                {
                    at++;
                    return result.ToString();
                }

                at++;
            }

            result.Append(text[at]);
        }

        throw new YamlException("found unexpected end of stream while scanning a quoted scalar");
    }

    private string Double()
    {
        var start = at;
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '"')
                return System.Text.Json.JsonSerializer.Deserialize<string>(text[start..++at])!;
        }

        throw new YamlException("found unexpected end of stream while scanning a quoted scalar");
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] == ' ')
            at++;
    }
}
