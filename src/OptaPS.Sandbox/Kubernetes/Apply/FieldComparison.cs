using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Which fields differ between two documents.</summary>
internal sealed class FieldComparison
{
    public FieldSet Added { get; } = new();

    public FieldSet Modified { get; } = new();

    public FieldSet Removed { get; } = new();

    public FieldSet Changed => Added.Union(Modified);

    public static FieldComparison Between(JsonObject old, JsonObject next, SchemaNode? schema)
    {
        var result = new FieldComparison();
        result.Compare(old, next, schema, []);
        return result;
    }

    private void Compare(JsonNode? old, JsonNode? next, SchemaNode? schema, List<string> path)
    {
        if (old is JsonObject oldMap && next is JsonObject nextMap && !FieldStructure.IsAtomicMap(schema))
        {
            foreach (var name in oldMap.Select(pair => pair.Key).Union(nextMap.Select(pair => pair.Key)))
            {
                path.Add("f:" + name);
                var member = FieldStructure.Member(schema, name);
                var had = oldMap.TryGetPropertyValue(name, out var before);
                var has = nextMap.TryGetPropertyValue(name, out var after);
                if (had && has)
                    Compare(before, after, member, path);
                else if (has)
                    Whole(Added, after, member, path);
                else
                    Whole(Removed, before, member, path);
                path.RemoveAt(path.Count - 1);
            }

            return;
        }

        if (old is JsonArray oldList && next is JsonArray nextList && !FieldStructure.IsAtomicList(schema))
        {
            CompareLists(oldList, nextList, schema!, path);
            return;
        }

        if (!JsonWrite.Same(old, next))
            At(Modified, path).IsMember = true;
    }

    private void CompareLists(JsonArray old, JsonArray next, SchemaNode schema, List<string> path)
    {
        var before = Index(old, schema);
        var after = Index(next, schema);
        foreach (var element in before.Keys.Union(after.Keys))
        {
            path.Add(element);
            if (before.TryGetValue(element, out var left) && after.TryGetValue(element, out var right))
                Compare(left, right, schema.Items, path);
            else if (after.TryGetValue(element, out var added))
                Whole(Added, added, schema.Items, path);
            else
                Whole(Removed, before[element], schema.Items, path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static Dictionary<string, JsonNode?> Index(JsonArray list, SchemaNode schema)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (FieldStructure.Element(schema, item) is { } element)
                index.TryAdd(element, item);
        }

        return index;
    }

    /// <summary>A value that exists on one side only: itself and everything in it.</summary>
    private static void Whole(FieldSet root, JsonNode? value, SchemaNode? schema, List<string> path)
    {
        var at = At(root, path);
        Fill(at, value, schema);
    }

    private static void Fill(FieldSet at, JsonNode? value, SchemaNode? schema)
    {
        at.IsMember = true;
        switch (value)
        {
            case JsonObject map when !FieldStructure.IsAtomicMap(schema):
                foreach (var (name, child) in map)
                    Fill(at.Child("f:" + name), child, FieldStructure.Member(schema, name));
                break;
            case JsonArray list when !FieldStructure.IsAtomicList(schema):
                foreach (var item in list)
                {
                    if (FieldStructure.Element(schema!, item) is { } element)
                        Fill(at.Child(element), item, schema!.Items);
                }

                break;
        }
    }

    private static FieldSet At(FieldSet root, List<string> path)
    {
        foreach (var element in path)
            root = root.Child(element);
        return root;
    }
}
