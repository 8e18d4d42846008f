using System.Text.Json.Nodes;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>Compares JSON without regard to member order.</summary>
internal static class Differences
{
    public static bool Same(JsonNode? left, JsonNode? right) => First(left, right, "") is null;

    public static string? First(JsonNode? expected, JsonNode? got, string path)
    {
        if (expected is JsonObject left && got is JsonObject right)
        {
            foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
            {
                if (!left.ContainsKey(name) || !right.ContainsKey(name))
                    return $"{path}/{name}: {(left.ContainsKey(name) ? Show(left[name]) : "(absent)")} -> {(right.ContainsKey(name) ? Show(right[name]) : "(absent)")}";
                if (First(left[name], right[name], path + "/" + name) is { } inner)
                    return inner;
            }

            return null;
        }

        if (expected is JsonArray first && got is JsonArray second)
        {
            if (first.Count != second.Count)
                return $"{path}: {first.Count} -> {second.Count} elements";
            for (var i = 0; i < first.Count; i++)
            {
                if (First(first[i], second[i], path + "/" + i) is { } inner)
                    return inner;
            }

            return null;
        }

        return (expected is null && got is null) || (expected is not null && got is not null && expected.ToJsonString() == got.ToJsonString()) ? null : $"{path}: {Show(expected)} -> {Show(got)}";
    }

    private static string Show(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length > 160 ? text[..160] : text;
    }
}
