using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Patch;

/// <summary>RFC 7386.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is null)
            throw ApiErrors.BadRequest("Invalid JSON Patch");
        if (patch is not JsonObject)
            throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
        return Merge(target, patch);
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
                continue;
            }

            var present = result[name];
            var merged = Merge(present, value);
            if (!ReferenceEquals(present, merged))
                result[name] = merged;
        }

        return result;
    }
}
