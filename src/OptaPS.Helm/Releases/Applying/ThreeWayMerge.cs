using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>
/// The merge of Helm 3: fields of the new manifest are brought to their values, fields that only the old manifest had are removed, everything
/// else in the live object stays. Built-in kinds merge keyed lists element by element; custom resources replace lists whole.
/// </summary>
/// <param name="Strategic">True for built-in kinds.</param>
internal sealed record ThreeWayMerge(bool Strategic)
{
    /// <summary>The object as it should be.</summary>
    public JsonObject Merge(JsonObject? original, JsonObject modified, JsonObject live) => MergeObject(original, modified, live, []);

    /// <summary>The JSON merge patch that leads from <paramref name="live"/> to <paramref name="merged"/>; null when they are the same.</summary>
    public static JsonObject? Patch(JsonObject live, JsonObject merged)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in merged)
        {
            if (!live.TryGetPropertyValue(name, out var before))
                patch[name] = value?.DeepClone();
            else if (before is JsonObject inner && value is JsonObject after)
            {
                if (Patch(inner, after) is { } nested)
                    patch[name] = nested;
            }
            else if (!LiveComparison.Same(before, value))
                patch[name] = value?.DeepClone();
        }

        foreach (var (name, _) in live)
        {
            if (!merged.ContainsKey(name))
                patch[name] = null;
        }

        return patch.Count == 0 ? null : patch;
    }

    private JsonObject MergeObject(JsonObject? original, JsonObject modified, JsonObject live, IReadOnlyList<string> path)
    {
        var merged = (JsonObject)live.DeepClone();
        foreach (var (name, value) in modified)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = MergeValue(original?[name], value, live[name], [.. path, name]);
        }

        foreach (var (name, value) in original ?? [])
        {
            if (value is not null && !modified.ContainsKey(name))
                merged.Remove(name);
        }

        return merged;
    }

    private JsonNode MergeValue(JsonNode? original, JsonNode modified, JsonNode? live, IReadOnlyList<string> path)
    {
        if (modified is JsonObject members && live is JsonObject present)
            return MergeObject(original as JsonObject, members, present, path);
        if (Strategic && modified is JsonArray wanted && live is JsonArray found)
        {
            if (ListMergeKeys.Of(path) is { } keys)
                return MergeList(original as JsonArray, wanted, found, keys, path);
            if (ListMergeKeys.IsSet(path))
                return MergeSet(original as JsonArray, wanted, found);
        }

        return modified.DeepClone();
    }

    private JsonArray MergeList(JsonArray? original, JsonArray modified, JsonArray live, IReadOnlyList<string> keys, IReadOnlyList<string> path)
    {
        var before = Index(original, keys);
        var present = Index(live, keys);
        var merged = new JsonArray();
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in modified)
        {
            var key = KeyOf(element, keys);
            wanted.Add(key);
            merged.Add(element is JsonObject members && present.GetValueOrDefault(key) is { } there
                ? MergeObject(before.GetValueOrDefault(key), members, there, path)
                : element?.DeepClone());
        }

        foreach (var element in live)
        {
            var key = KeyOf(element, keys);
            if (!wanted.Contains(key) && !before.ContainsKey(key))
                merged.Add(element?.DeepClone());
        }

        return merged;
    }

    private static JsonArray MergeSet(JsonArray? original, JsonArray modified, JsonArray live)
    {
        var merged = (JsonArray)modified.DeepClone();
        foreach (var element in live)
        {
            if (!modified.Any(other => LiveComparison.Same(element, other)) && original?.Any(other => LiveComparison.Same(element, other)) != true)
                merged.Add(element?.DeepClone());
        }

        return merged;
    }

    private static Dictionary<string, JsonObject> Index(JsonArray? elements, IReadOnlyList<string> keys)
    {
        var index = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var element in elements?.OfType<JsonObject>() ?? [])
            index[KeyOf(element, keys)] = element;
        return index;
    }

    private static string KeyOf(JsonNode? element, IReadOnlyList<string> keys) => string.Join('\u001f', keys.Select(key =>
        (element as JsonObject)?[key]?.ToString() ?? (key == "protocol" ? "TCP" : "")));
}
