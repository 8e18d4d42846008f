using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>A conjunction of label requirements, from query text or from a selector object.</summary>
internal sealed class LabelSelector
{
    private readonly List<LabelRequirement> requirements = [];

    public static LabelSelector Everything { get; } = new();

    public bool IsEmpty => requirements.Count == 0;

    public bool Matches(IEnumerable<KeyValuePair<string, string>> labels)
    {
        if (requirements.Count == 0)
            return true;
        var map = new Dictionary<string, string>(labels, StringComparer.Ordinal);
        return requirements.TrueForAll(requirement => requirement.Matches(map));
    }

    public bool Matches(JsonObject body) => Matches(body.Pairs("metadata", "labels"));

    /// <summary>Reads matchLabels and matchExpressions; null selects nothing, an empty object everything.</summary>
    public static LabelSelector? FromObject(JsonObject? selector)
    {
        if (selector is null)
            return null;
        var result = new LabelSelector();
        foreach (var (key, value) in selector.Pairs("matchLabels"))
            result.requirements.Add(new LabelRequirement(key, "In", [value]));
        foreach (var expression in selector.Objects("matchExpressions"))
            result.requirements.Add(new LabelRequirement(expression.Text("key") ?? "", expression.Text("operator") ?? "In", [.. expression.Texts("values")]));
        return result;
    }

    public static LabelSelector FromMap(JsonObject? labels)
    {
        var result = new LabelSelector();
        foreach (var (key, value) in labels.Pairs())
            result.requirements.Add(new LabelRequirement(key, "In", [value]));
        return result;
    }

    public static LabelSelector Parse(string text)
    {
        var result = new LabelSelector();
        result.requirements.AddRange(LabelParser.Parse(text));
        return result;
    }
}
