using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Structural merge and removal by the schema's list and map kinds.</summary>
internal static class ApplyMerge
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? config, SchemaNode? schema)
    {
        if (live is JsonObject liveMap && config is JsonObject configMap && !FieldStructure.IsAtomicMap(schema))
        {
            var result = liveMap.Copy();
            foreach (var (name, value) in configMap)
                result[name] = result.TryGetPropertyValue(name, out var present) ? Merge(present, value, FieldStructure.Member(schema, name)) : value?.DeepClone();
            return result;
        }

        if (live is JsonArray liveList && config is JsonArray configList && !FieldStructure.IsAtomicList(schema))
            return MergeLists(liveList, configList, schema!);
        return config?.DeepClone();
    }

    /// <summary>Removes the dropped members of a tree unless others own them (then they stay).</summary>
    public static void Remove(JsonNode? value, FieldSet dropped, FieldSet others, SchemaNode? schema)
    {
        foreach (var (element, child) in dropped.Children)
        {
            var foreign = others.Find(element) ?? new FieldSet();
            if (element.StartsWith("f:", StringComparison.Ordinal) && value is JsonObject map)
            {
                var name = element[2..];
                if (!map.TryGetPropertyValue(name, out var member))
                    continue;
                var inner = FieldStructure.Member(schema, name);
                Remove(member, child, foreign, inner);
                var emptied = child.Children.Any() && member is JsonObject { Count: 0 } or JsonArray { Count: 0 };
                if (foreign.IsEmpty && (child.IsMember || emptied))
                    map.Remove(name);
            }
            else if (value is JsonArray list && schema is not null && FieldStructure.FindItem(schema, list, element) is { } item)
            {
                if (child.IsMember && foreign.IsEmpty)
                    list.Remove(item);
                else
                    Remove(item, child, foreign, schema.Items);
            }
        }
    }

    private static JsonArray MergeLists(JsonArray live, JsonArray config, SchemaNode schema)
    {
        // The configuration's order rules among its own items; others keep their place relative to their live neighbours.
        var wanted = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in config)
        {
            if (FieldStructure.Element(schema, item) is { } element)
                wanted[element] = item;
        }

        var result = new JsonArray();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var liveIndex = 0;
        var liveItems = live.Select(item => (Element: FieldStructure.Element(schema, item), Item: item)).ToList();
        var liveByElement = liveItems.Where(pair => pair.Element is not null).GroupBy(pair => pair.Element!).ToDictionary(group => group.Key, group => group.First().Item, StringComparer.Ordinal);
        foreach (var (element, item) in wanted)
        {
            if (liveByElement.ContainsKey(element))
            {
                while (liveIndex < liveItems.Count && liveItems[liveIndex].Element != element)
                {
                    var (other, value) = liveItems[liveIndex];
                    if (other is null || (!wanted.ContainsKey(other) && done.Add(other)))
                        result.Add(value?.DeepClone());
                    else if (wanted.ContainsKey(other) && !done.Contains(other))
                        break;
                    liveIndex++;
                }

                if (liveIndex < liveItems.Count && liveItems[liveIndex].Element == element)
                    liveIndex++;
                result.Add(Merge(liveByElement[element], item, schema.Items));
            }
            else
            {
                result.Add(item?.DeepClone());
            }

            done.Add(element);
        }

        foreach (var (element, item) in liveItems)
        {
            if (element is null ? liveItems.IndexOf((element, item)) >= liveIndex : !wanted.ContainsKey(element) && done.Add(element))
                result.Add(item?.DeepClone());
        }

        return result;
    }
}
