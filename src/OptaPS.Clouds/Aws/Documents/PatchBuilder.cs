using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Types;

namespace OptaPS.Clouds.Aws.Documents;

/// <summary>
/// Makes the RFC 6902 patch of an update: whole top-level properties, <c>add</c> for write-only ones (re-sent although unchanged, or the
/// handler would see them removed), nothing for create-only ones.
/// </summary>
internal static class PatchBuilder
{
    /// <summary>The patch from live to desired; empty when nothing has to be sent.</summary>
    /// <param name="live">The live document as it came.</param>
    /// <param name="desired">The desired document, ownership tags included.</param>
    /// <param name="recorded">The document as last applied, ownership tags included, or null.</param>
    /// <param name="type">The type's row.</param>
    public static JsonArray Build(JsonObject live, JsonObject desired, JsonObject? recorded, AwsType type)
    {
        var view = LiveView.Of(live, desired, recorded, type);
        var patch = new JsonArray();
        var resent = new JsonArray();
        var writeOnlyChanged = false;
        foreach (var (name, value) in desired)
        {
            if (type.CreateOnly.Contains("/" + name))
                continue;
            if (type.WriteOnly.Contains("/" + name))
            {
                resent.Add(Operation("add", name, value));
                writeOnlyChanged |= !JsonNode.DeepEquals(recorded?[name], value);
                continue;
            }

            var target = name == type.TagProperty ? MergedTags(live, desired, recorded, type) : Merge(view[name], value, recorded?[name]);
            RemoveCreateOnlyWriteOnly(target, name, type);
            var current = name == type.TagProperty ? OwnershipTags.Write(OwnershipTags.Read(live[name]).Where(tag => !IsReserved(tag.Key)), type.Tags) : view[name];
            if (!Same(current, target, "/" + name, type))
                patch.Add(Operation(live.ContainsKey(name) ? "replace" : "add", name, target));
        }

        foreach (var (name, _) in recorded ?? [])
        {
            if (!desired.ContainsKey(name) && live.ContainsKey(name) && !type.CreateOnly.Contains("/" + name) && !type.Identifier.Contains(name))
                patch.Add(new JsonObject { ["op"] = "remove", ["path"] = "/" + Escape(name) });
        }

        if (patch.Count == 0 && !writeOnlyChanged)
            return [];
        foreach (var operation in resent)
            patch.Add(operation!.DeepClone());
        return patch;
    }

    private static JsonNode? Merge(JsonNode? live, JsonNode? desired, JsonNode? recorded)
    {
        if (desired is not JsonObject wanted || live is not JsonObject present)
            return desired?.DeepClone();
        var merged = present.DeepClone().AsObject();
        foreach (var (name, value) in wanted)
            merged[name] = Merge(present[name], value, (recorded as JsonObject)?[name]);
        foreach (var (name, _) in recorded as JsonObject ?? [])
        {
            if (!wanted.ContainsKey(name))
                merged.Remove(name);
        }
        return merged;
    }

    private static JsonNode MergedTags(JsonObject live, JsonObject desired, JsonObject? recorded, AwsType type)
    {
        var tags = OwnershipTags.Read(live[type.TagProperty]);
        foreach (var name in tags.Keys.Where(IsReserved).Concat(OwnershipTags.Read(recorded?[type.TagProperty]).Keys).ToList())
            tags.Remove(name);
        foreach (var (name, value) in OwnershipTags.Read(desired[type.TagProperty]))
            tags[name] = value;
        return OwnershipTags.Write(tags, type.Tags);
    }

    private static bool IsReserved(string tag) => tag.StartsWith("aws:", StringComparison.Ordinal);

    private static void RemoveCreateOnlyWriteOnly(JsonNode? value, string name, AwsType type)
    {
        foreach (var path in type.WriteOnly.Where(path => path.StartsWith($"/{name}/", StringComparison.Ordinal) && type.CreateOnly.Contains(path)))
            (value as JsonObject)?.Remove(path[(name.Length + 2)..]);
    }

    private static bool Same(JsonNode? one, JsonNode? other, string path, AwsType type)
    {
        if (one is JsonObject a && other is JsonObject b)
            return a.Count == b.Count && a.All(member => b.ContainsKey(member.Key) && Same(member.Value, b[member.Key], $"{path}/{member.Key}", type));
        if (one is JsonArray x && other is JsonArray y && x.Count == y.Count && (type.Sets.Contains(path) || path == "/" + type.TagProperty))
            return x.Select(Key).Order(StringComparer.Ordinal).SequenceEqual(y.Select(Key).Order(StringComparer.Ordinal));
        return JsonNode.DeepEquals(one, other);
    }

    private static string Key(JsonNode? element) => element?.ToJsonString() ?? "null";

    private static JsonObject Operation(string verb, string name, JsonNode? value) =>
        new() { ["op"] = verb, ["path"] = "/" + Escape(name), ["value"] = value?.DeepClone() };

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
