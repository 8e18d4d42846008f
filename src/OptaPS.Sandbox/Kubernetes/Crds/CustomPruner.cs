using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Removes what a structural schema does not name.</summary>
internal static class CustomPruner
{
    private static readonly string[] Typed = ["apiVersion", "kind", "metadata"];

    /// <summary>Prunes in place and returns the paths that were removed.</summary>
    public static IReadOnlyList<string> Prune(JsonObject body, SchemaNode schema)
    {
        var removed = new List<string>();
        Visit(body, schema, "", removed, root: true);
        return removed;
    }

    private static void Visit(JsonNode? value, SchemaNode schema, string path, List<string> removed, bool root)
    {
        if (value is JsonArray list)
        {
            if (schema.Items is not { } element)
                return;
            for (var i = 0; i < list.Count; i++)
                Visit(list[i], element, $"{path}[{i}]", removed, root: false);
            return;
        }

        if (value is not JsonObject map)
            return;
        foreach (var (name, child) in map.ToList())
        {
            if ((root || schema.IsEmbeddedObject) && Typed.Contains(name))
                continue;
            var at = path.Length == 0 ? name : path + "." + name;
            if (schema.Properties.TryGetValue(name, out var member))
            {
                Visit(child, member, at, removed, root: false);
            }
            else if (schema.Additional is { } additional)
            {
                Visit(child, additional, at, removed, root: false);
            }
            else if (!schema.PreservesUnknown && schema.Get("additionalProperties") is null or JsonValue && !schema.PreservesUnknown && !schema.Get("additionalProperties").Flag())
            {
                map.Remove(name);
                removed.Add(at);
            }
        }
    }
}
