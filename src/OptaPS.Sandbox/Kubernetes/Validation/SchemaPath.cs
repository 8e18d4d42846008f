using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Finds the part of a schema that a path such as <c>.spec.name</c> or <c>.spec['name']</c> means.</summary>
internal static class SchemaPath
{
    /// <summary>The part, its path without quotes, and what is wrong with the path.</summary>
    public static (JsonObject? Schema, string Path, string? Problem) Find(string path, JsonObject schema, bool allowsBrackets)
    {
        var words = Words(path);
        JsonObject? current = schema;
        var shown = "";
        for (var i = 0; i < words.Count; i++)
        {
            string name;
            if (words[i] == "." && i + 1 < words.Count)
            {
                name = words[++i];
            }
            else if (words[i] == "[" && allowsBrackets && i + 2 < words.Count && words[i + 2] == "]" && words[i + 1] is ['\'', .., '\''])
            {
                name = words[i + 1][1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
                i += 2;
            }
            else
            {
                return (null, "", Problem(words, i, allowsBrackets));
            }

            if (current.Map("properties") is { } members)
                current = members.Map(name);
            else
                current = current.Map("additionalProperties");
            if (current is null)
                return (null, "", "does not refer to a valid field");
            shown += (shown.Length == 0 ? "" : ".") + name;
        }

        return (current, shown, null);
    }

    private static string Problem(List<string> words, int at, bool allowsBrackets)
    {
        if (words[at] == "[" && !allowsBrackets)
            return "array notation is not allowed";
        if (words[at] == "[" && at + 1 < words.Count && words[at + 1] is not ['\'', .., '\''])
            return "expected single quoted string but got " + words[at + 1];
        if (words[at] == "[" && at + 2 < words.Count)
            return "expected ] but got " + words[at + 2];
        return words[at] is "[" or "." ? "unexpected end of JSON path" : "expected [ or . but got: " + words[at];
    }

    private static List<string> Words(string path)
    {
        var words = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            var end = at + 1;
            if (path[at] == '\'')
            {
                while (end < path.Length && (path[end] != '\'' || path[end - 1] == '\\'))
                    end++;
                end = Math.Min(end + 1, path.Length);
            }
            else if (path[at] is not ('.' or '[' or ']'))
            {
                while (end < path.Length && path[end] is not ('.' or '[' or ']'))
                    end++;
            }

            words.Add(path[at..end]);
            at = end;
        }

        return words;
    }
}
