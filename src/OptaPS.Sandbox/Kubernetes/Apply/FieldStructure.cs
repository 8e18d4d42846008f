using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>How values merge: which are atomic, and how list items are identified.</summary>
internal static class FieldStructure
{
    public static bool IsAtomicMap(SchemaNode? schema) =>
        schema is not null && (schema.MapType == "atomic" || schema.TypeName.EndsWith(".FieldsV1", StringComparison.Ordinal));

    public static bool IsAtomicList(SchemaNode? schema) => schema?.ListType is not ("map" or "set");

    public static SchemaNode? Member(SchemaNode? schema, string name) => schema is null || schema.IsFree ? null : schema.Member(name);

    /// <summary>Whether a member name is a declared field (as opposed to a key of a free map).</summary>
    public static bool IsField(SchemaNode? schema, string name) => schema is not null && schema.Properties.ContainsKey(name);

    /// <summary>The path element of a list item, or null when it has no usable identity.</summary>
    public static string? Element(SchemaNode list, JsonNode? item)
    {
        if (list.ListType == "set")
            return "v:" + JsonText.ToText(item);
        if (item is not JsonObject map)
            return null;
        var key = new JsonObject();
        foreach (var name in list.MapKeys.Order(StringComparer.Ordinal))
        {
            if (map[name] is { } value)
                key[name] = value.DeepClone();
            else if (list.Items?.Properties.GetValueOrDefault(name) is { HasDefault: true } member)
                key[name] = member.Default?.DeepClone();
        }

        return key.Count == 0 ? null : "k:" + JsonText.ToText(key);
    }

    public static JsonNode? FindItem(SchemaNode list, JsonArray items, string element) => items.FirstOrDefault(item => Element(list, item) == element);
}
