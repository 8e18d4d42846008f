using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Types;

namespace OptaPS.Clouds.Aws.Documents;

/// <summary>Makes a live document comparable with what was asked for: what AWS writes differently without meaning a difference is undone.</summary>
internal static class LiveView
{
    /// <summary>A copy of <paramref name="live"/> without differences that mean nothing.</summary>
    public static JsonObject Of(JsonObject live, JsonObject desired, JsonObject? recorded, AwsType type)
    {
        var view = live.DeepClone().AsObject();
        foreach (var path in type.Policies)
            JsonPath.Rewrite(view, path, Parsed);
        foreach (var path in type.ServerOwned)
            JsonPath.Rewrite(view, path, value => JsonPath.Find(desired, path)?.DeepClone() ?? value);
        foreach (var path in type.LowerCase)
            JsonPath.Rewrite(view, path, value => SameButForCase(value, JsonPath.Find(desired, path)) ? JsonPath.Find(desired, path)!.DeepClone() : value);
        foreach (var path in type.DomainNames)
            JsonPath.Rewrite(view, path, value => SameDomain(value, JsonPath.Find(desired, path)) ? JsonPath.Find(desired, path)!.DeepClone() : value);
        if (type.Tags != TagStyle.None && view.ContainsKey(type.TagProperty))
            view[type.TagProperty] = OwnershipTags.Write(OwnTags(view, desired, recorded, type.TagProperty), type.Tags);
        return view;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> OwnTags(JsonObject live, JsonObject desired, JsonObject? recorded, string property)
    {
        var wanted = OwnershipTags.Read(desired[property]);
        var before = OwnershipTags.Read(recorded?[property]);
        return OwnershipTags.Read(live[property]).Where(tag => wanted.ContainsKey(tag.Key) || before.ContainsKey(tag.Key));
    }

    private static JsonNode? Parsed(JsonNode? value)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text))
            return value;
        try
        {
            return JsonNode.Parse(text.StartsWith('%') ? Uri.UnescapeDataString(text) : text);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static bool SameDomain(JsonNode? one, JsonNode? other) =>
        one is JsonValue a && other is JsonValue b && a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y)
        && string.Equals(x.TrimEnd('.'), y.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static bool SameButForCase(JsonNode? one, JsonNode? other) =>
        one is JsonValue a && other is JsonValue b && a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y)
        && string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
