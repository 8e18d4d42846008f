using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Set operations on <c>FieldsV1</c> documents.</summary>
internal static class FieldsUnion
{
    /// <summary>Adds every field of <paramref name="other"/> to <paramref name="fields"/>.</summary>
    public static void Add(JsonObject fields, JsonObject other)
    {
        foreach (var (key, inner) in other)
        {
            if (fields[key] is JsonObject known && inner is JsonObject more)
                Add(known, more);
            else if (!fields.ContainsKey(key))
                fields[key] = inner?.DeepClone();
        }
    }

    /// <summary>Removes a field, and what becomes empty by that.</summary>
    public static void Remove(JsonObject fields, params ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            fields.Remove(path[0]);
            return;
        }

        if (fields[path[0]] is not JsonObject inner)
            return;
        Remove(inner, path[1..]);
        if (inner.Count == 0)
            fields.Remove(path[0]);
    }
}
