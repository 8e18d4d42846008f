using System.Text.Json.Nodes;

namespace OptaPS.Modules.Documents;

/// <summary>Makes tag lists.</summary>
internal static class AwsTags
{
    /// <summary>A tag list.</summary>
    public static JsonArray Of(params (string Key, string Value)[] tags) =>
        [.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];
}
