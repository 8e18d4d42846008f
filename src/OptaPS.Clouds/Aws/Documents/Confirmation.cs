using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Types;

namespace OptaPS.Clouds.Aws.Documents;

/// <summary>Whether a listed document shows everything that is recorded, and the same of it.</summary>
internal static class Confirmation
{
    /// <summary>True when each recorded value is in the listed document; the order of tags and sets has no meaning. What the list shows beyond that does not matter.</summary>
    public static bool Confirms(JsonObject listed, JsonObject recorded, AwsType type) =>
        recorded.All(member => listed.TryGetPropertyValue(member.Key, out var value) && (Same(value, member.Value) || (IsSet(member.Key, type) && SameElements(value, member.Value))));

    private static bool Same(JsonNode? listed, JsonNode? recorded) => recorded is JsonObject members && listed is JsonObject shown
        ? members.All(member => shown.TryGetPropertyValue(member.Key, out var value) && Same(value, member.Value))
        : JsonNode.DeepEquals(listed, recorded);

    private static bool IsSet(string name, AwsType type) => (name == type.TagProperty && type.Tags == TagStyle.List) || type.Sets.Contains("/" + name);

    private static bool SameElements(JsonNode? listed, JsonNode? recorded) =>
        listed is JsonArray shown && recorded is JsonArray elements && shown.Count == elements.Count
        && elements.All(element => shown.Any(one => Same(one, element)));
}
