using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Patch;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
public static class MergePatch
{
    /// <summary>Applies a patch to a document in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject child)
                {
                    child = [];
                    target[name] = child;
                }

                Apply(child, inner);
            }
            else
                target[name] = value.DeepClone();
        }
    }

    /// <summary>The patch that turns <paramref name="from"/> into <paramref name="to"/>; empty when they are equal. Members that <paramref name="to"/> sets to null cannot be told from absent ones.</summary>
    public static JsonObject Compute(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
            if (!to.ContainsKey(name))
                patch[name] = null;
        foreach (var (name, value) in to)
        {
            if (from[name] is JsonObject before && value is JsonObject after)
            {
                if (Compute(before, after) is { Count: > 0 } inner)
                    patch[name] = inner;
            }
            else if (!from.ContainsKey(name) || !JsonNode.DeepEquals(from[name], value))
                patch[name] = value?.DeepClone();
        }

        return patch;
    }
}
