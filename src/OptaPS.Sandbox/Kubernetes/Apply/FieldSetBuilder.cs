using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>The fields that a document sets.</summary>
internal static class FieldSetBuilder
{
    public static FieldSet FromObject(JsonObject value, SchemaNode? schema)
    {
        var set = new FieldSet();
        VisitMap(set, value, schema);
        return set;
    }

    private static void Visit(FieldSet at, JsonNode? value, SchemaNode? schema)
    {
        switch (value)
        {
            case JsonObject map when !FieldStructure.IsAtomicMap(schema):
                VisitMap(at, map, schema);
                break;
            case JsonArray list when !FieldStructure.IsAtomicList(schema):
                foreach (var item in list)
                {
                    if (FieldStructure.Element(schema!, item) is not { } element)
                        continue;
                    var child = at.Child(element);
                    child.IsMember = true;
                    if (item is JsonObject)
                        Visit(child, item, schema!.Items);
                }

                break;
            default:
                at.IsMember = true;
                break;
        }
    }

    private static void VisitMap(FieldSet at, JsonObject map, SchemaNode? schema)
    {
        foreach (var (name, value) in map)
        {
            var child = at.Child("f:" + name);
            Visit(child, value, FieldStructure.Member(schema, name));
            if (value is null or JsonObject { Count: 0 } || (!FieldStructure.IsField(schema, name) && schema is { IsMap: true }))
                child.IsMember = true;
        }
    }
}
