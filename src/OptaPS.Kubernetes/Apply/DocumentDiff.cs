using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;

namespace OptaPS.Kubernetes.Apply;

/// <summary>The differences of two whole documents by JSON pointer; lists with recognisable elements (name, key, type ...) are compared element by element.</summary>
public static class DocumentDiff
{
    private static readonly string[] Identities = ["name", "key", "mountPath", "containerPort", "port", "type", "ip", "uid", "topologyKey"];
    private static readonly HashSet<string> ServerOwned = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

    /// <summary>Compares; status and what the server keeps in metadata are left out.</summary>
    public static IReadOnlyList<PropertyChange> Compare(JsonObject before, JsonObject after)
    {
        var changes = new List<PropertyChange>();
        Visit(WithoutServerFields(before), WithoutServerFields(after), "", changes);
        return changes;
    }

    /// <summary>A copy without status and without what the server keeps in metadata.</summary>
    public static JsonObject WithoutServerFields(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
            foreach (var name in ServerOwned)
                metadata.Remove(name);
        return copy;
    }

    private static void Visit(JsonNode? before, JsonNode? after, string path, List<PropertyChange> changes)
    {
        if (before is JsonObject left && after is JsonObject right)
        {
            foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key), StringComparer.Ordinal))
                Visit(left[name], right[name], $"{path}/{Escape(name)}", changes);
        }
        else if (before is JsonArray old && after is JsonArray fresh && IdentityOf(old, fresh) is { } identity)
        {
            foreach (var key in Keys(old, identity).Union(Keys(fresh, identity), StringComparer.Ordinal))
                Visit(Element(old, identity, key), Element(fresh, identity, key), $"{path}/{IndexOf(fresh, old, identity, key)}", changes);
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            changes.Add(new(path, before?.DeepClone(), after?.DeepClone()));
        }
    }

    private static string? IdentityOf(JsonArray before, JsonArray after) =>
        Array.Find(Identities, name => IsIdentity(before, name) && IsIdentity(after, name));

    private static bool IsIdentity(JsonArray array, string name) =>
        array.All(element => element is JsonObject members && members[name] is JsonValue) && array.Select(element => element![name]!.ToString()).Distinct(StringComparer.Ordinal).Count() == array.Count;

    private static IEnumerable<string> Keys(JsonArray array, string identity) => array.Select(element => element![identity]!.ToString());

    private static JsonNode? Element(JsonArray array, string identity, string key) => array.FirstOrDefault(element => element![identity]!.ToString() == key);

    private static int IndexOf(JsonArray first, JsonArray second, string identity, string key) =>
        Element(first, identity, key) is { } element ? first.IndexOf(element) : second.IndexOf(Element(second, identity, key));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
