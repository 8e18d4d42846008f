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

    /// <summary>
    /// Live items that the configuration does not name keep their place before the next common item; new items of the
    /// configuration come after them. Items without identity stay.
    /// </summary>
    private static JsonArray MergeLists(JsonArray live, JsonArray config, SchemaNode schema)
    {
        var left = live.Select(item => (Element: FieldStructure.Element(schema, item), Item: item)).ToList();
        var right = config.Select(item => (Element: FieldStructure.Element(schema, item), Item: item)).ToList();
        var inLeft = left.Where(pair => pair.Element is not null).GroupBy(pair => pair.Element!).ToDictionary(group => group.Key, group => group.First().Item, StringComparer.Ordinal);
        var inRight = right.Select(pair => pair.Element).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var merged = new HashSet<string>(StringComparer.Ordinal);
        var result = new JsonArray();
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && (left[l].Element is not { } element || !inRight.Contains(element)))
            {
                result.Add(left[l++].Item?.DeepClone());
            }
            else if (l < left.Count && merged.Contains(left[l].Element!))
            {
                l++;
            }
            else if (r < right.Count)
            {
                var (key, item) = right[r++];
                if (key is not null && inLeft.TryGetValue(key, out var twin))
                    result.Add(Merge(twin, item, schema.Items));
                else
                    result.Add(item?.DeepClone());
                if (key is not null)
                    merged.Add(key);
            }
            else
            {
                l++;
            }
        }

        return result;
    }
}
