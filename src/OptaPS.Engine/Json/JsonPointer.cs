using System.Globalization;
using System.Text.Json.Nodes;

namespace OptaPS.Engine.Json;

/// <summary>JSON pointers (RFC 6901) and patterns over them, in which <c>*</c> stands for every element or member. A missing first slash is tolerated.</summary>
public static class JsonPointer
{
    /// <summary>The unescaped tokens of a pointer; empty for the whole document.</summary>
    public static string[] Split(string pointer)
    {
        var text = pointer.StartsWith('/') ? pointer[1..] : pointer;
        if (text.Length == 0)
            return [];
        var tokens = text.Split('/');
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = tokens[i].Replace("~1", "/").Replace("~0", "~");
        return tokens;
    }

    /// <summary>The pointer to a member or element below <paramref name="parent"/>.</summary>
    public static string Append(string parent, string token) => $"{parent}/{token.Replace("~", "~0").Replace("/", "~1")}";

    /// <summary>Puts tokens together to a pointer.</summary>
    public static string Join(IEnumerable<string> tokens) => tokens.Aggregate("", Append);

    /// <summary>Follows a pointer. False when a step leads nowhere; a null value is found.</summary>
    public static bool TryGet(JsonNode? document, string pointer, out JsonNode? value)
    {
        value = document;
        foreach (var token in Split(pointer))
        {
            switch (value)
            {
                case JsonObject members when members.TryGetPropertyValue(token, out var member):
                    value = member;
                    break;
                case JsonArray elements when TryIndex(token, elements.Count, out var index):
                    value = elements[index];
                    break;
                default:
                    value = null;
                    return false;
            }
        }

        return true;
    }

    /// <summary>Replaces the value that a concrete pointer leads to and returns the document; the whole document when the pointer is empty.</summary>
    public static JsonNode? Replace(JsonNode? document, string pointer, JsonNode? value)
    {
        var tokens = Split(pointer);
        if (tokens.Length == 0)
            return value;
        if (!TryGet(document, Join(tokens[..^1]), out var parent))
            return document;
        if (parent is JsonObject members && members.ContainsKey(tokens[^1]))
            members[tokens[^1]] = value;
        else if (parent is JsonArray elements && TryIndex(tokens[^1], elements.Count, out var index))
            elements[index] = value;
        return document;
    }

    /// <summary>The concrete pointers that a pattern matches in a document.</summary>
    public static IEnumerable<string> Expand(JsonNode? document, string pattern) => Expand(document, Split(pattern), 0, "");

    /// <summary>True when <paramref name="pattern"/> names <paramref name="pointer"/> itself or something that contains it.</summary>
    public static bool Covers(string pattern, string pointer) => MatchesPrefix(Split(pattern), Split(pointer));

    /// <summary>True when <paramref name="pattern"/> names something inside <paramref name="pointer"/> (or the pointer itself).</summary>
    public static bool IsInside(string pattern, string pointer)
    {
        var inner = Split(pattern);
        var outer = Split(pointer);
        return inner.Length >= outer.Length && MatchesPrefix(inner[..outer.Length], outer);
    }

    /// <summary>The part of <paramref name="pattern"/> below <paramref name="pointer"/>, or null when it is not inside.</summary>
    public static string? Below(string pattern, string pointer) =>
        IsInside(pattern, pointer) ? Join(Split(pattern)[Split(pointer).Length..]) : null;

    private static bool MatchesPrefix(string[] pattern, string[] pointer)
    {
        if (pattern.Length > pointer.Length)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != "*" && pattern[i] != pointer[i])
                return false;
        }

        return true;
    }

    private static IEnumerable<string> Expand(JsonNode? node, string[] tokens, int depth, string at)
    {
        if (depth == tokens.Length)
        {
            yield return at;
            yield break;
        }

        var token = tokens[depth];
        IEnumerable<(string Name, JsonNode? Value)> children = node switch
        {
            JsonObject members when token == "*" => members.Select(member => (member.Key, member.Value)),
            JsonObject members when members.TryGetPropertyValue(token, out var member) => [(token, member)],
            JsonArray elements when token == "*" => elements.Select((element, index) => (index.ToString(CultureInfo.InvariantCulture), element)),
            JsonArray elements when TryIndex(token, elements.Count, out var index) => [(token, elements[index])],
            _ => [],
        };
        foreach (var (name, value) in children)
        {
            foreach (var found in Expand(value, tokens, depth + 1, Append(at, name)))
                yield return found;
        }
    }

    private static bool TryIndex(string token, int count, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count;
}
