using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Masks secrets in property changes, and tells drift from change.</summary>
internal static class PropertyMask
{
    public static bool IsSensitive(PlanRequest request, string path) =>
        (request.TypeName == "v1/Secret" && (IsBelow(path, "/data") || IsBelow(path, "/stringData"))) || request.SensitivePaths.Any(prefix => IsBelow(path, prefix) || IsBelow(prefix, path));

    public static JsonNode? Mask(PlanRequest request, string path, JsonNode? value) => value is null || !IsSensitive(request, path) ? value : JsonValue.Create(Secret.Mask);

    /// <summary>True when the last apply set what is desired now, and the live value differs all the same.</summary>
    public static bool IsDrift(PlanRequest request, PropertyChange change)
    {
        if (request.Recorded is null)
            return false;
        var recorded = At(request.Recorded, change.Path);
        return change.After is not null && recorded is not null && JsonNode.DeepEquals(recorded, change.After);
    }

    private static bool IsBelow(string path, string prefix) => path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);

    private static JsonNode? At(JsonNode? node, string pointer)
    {
        foreach (var token in pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            node = node switch
            {
                JsonObject members => members[token],
                JsonArray elements => int.TryParse(token, out var index) && index < elements.Count ? elements[index] : null,
                _ => null,
            };
        return node;
    }
}
