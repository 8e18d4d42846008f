using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Patch;

/// <summary>Strategic merge patch: lists of objects merge by their merge key, with the $patch, $deleteFromPrimitiveList, $setElementOrder and $retainKeys directives.</summary>
internal static class StrategicPatch
{
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    public static JsonNode? Apply(JsonObject target, JsonNode? patch, SchemaNode? schema)
    {
        if (patch is not JsonObject changes)
            throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
        return Maps(target, changes, schema);
    }

    private static JsonObject Maps(JsonObject target, JsonObject patch, SchemaNode? schema)
    {
        if (patch.Text("$patch") is { } directive)
        {
            if (directive == "replace")
            {
                var replaced = patch.Copy();
                replaced.Remove("$patch");
                return replaced;
            }

            if (directive == "delete")
                return [];
            if (directive != "merge")
                throw Failed($"unknown patch type: {directive} in map: {JsonText.ToText(patch)}");
        }

        if (patch[RetainKeys] is JsonArray retain)
        {
            var kept = retain.Select(item => item.Text()).ToHashSet();
            foreach (var name in target.Select(pair => pair.Key).Where(name => !kept.Contains(name)).ToList())
                target.Remove(name);
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(OrderPrefix, StringComparison.Ordinal) && value is JsonArray wanted && patch[name[OrderPrefix.Length..]] is JsonArray changes)
                CheckOrder(changes, wanted, Find(schema, name[OrderPrefix.Length..])?.PatchMergeKey ?? "");
        }

        foreach (var (name, value) in patch)
        {
            if (name is "$patch" or RetainKeys)
                continue;
            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                Delete(target, name[DeletePrefix.Length..], value);
                continue;
            }

            if (name.StartsWith(OrderPrefix, StringComparison.Ordinal))
                continue;
            Member(target, name, value, Find(schema, name));
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(OrderPrefix, StringComparison.Ordinal) && value is JsonArray order && target[name[OrderPrefix.Length..]] is JsonArray list)
                Reorder(list, order, Find(schema, name[OrderPrefix.Length..]));
        }

        return target;
    }

    private static void Member(JsonObject target, string name, JsonNode? value, SchemaNode? schema)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject map:
                if (target[name] is JsonObject present)
                {
                    if (schema?.PatchStrategy.Contains("replace", StringComparison.Ordinal) == true)
                    {
                        target[name] = Clean(map.Copy());
                        break;
                    }

                    if (map.Text("$patch") == "delete")
                    {
                        target.Remove(name);
                        break;
                    }

                    var merged = Maps(present, map, schema);
                    if (!ReferenceEquals(merged, present))
                        target[name] = merged;
                }
                else if (map.Text("$patch") != "delete")
                {
                    target[name] = Maps([], map, schema);
                }

                break;
            case JsonArray list when schema?.PatchStrategy.Contains("merge", StringComparison.Ordinal) == true && (target[name] is JsonArray || list.OfType<JsonObject>().Any(item => item.ContainsKey("$patch"))):
                target[name] = Lists(target[name] as JsonArray ?? [], list, schema);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray Lists(JsonArray target, JsonArray patch, SchemaNode schema)
    {
        var key = schema.PatchMergeKey;
        var result = target.DeepClone().AsArray();
        if (key.Length == 0)
        {
            var wanted = new List<JsonNode?>();
            foreach (var item in patch)
            {
                var twin = result.FirstOrDefault(present => JsonWrite.Same(present, item));
                wanted.Add(twin ?? item?.DeepClone());
            }

            return Interleave(result, wanted);
        }

        var replace = patch.OfType<JsonObject>().Any(item => item.Text("$patch") == "replace");
        if (replace)
            return JsonWrite.ToArray(patch.OfType<JsonObject>().Where(item => !item.ContainsKey("$patch")).Select(item => (JsonNode)item.Copy()));
        var named = new List<JsonNode?>();
        foreach (var item in patch.OfType<JsonObject>())
        {
            if (item[key] is not { } identity)
                throw new ApiException(500, "", $"map: {JsonText.ToText(item)} does not contain declared merge key: {key}");
            var match = result.OfType<JsonObject>().FirstOrDefault(present => JsonWrite.Same(present[key], identity));
            if (item.Text("$patch") == "delete")
            {
                foreach (var gone in result.OfType<JsonObject>().Where(present => JsonWrite.Same(present[key], identity)).ToList())
                    result.Remove(gone);
                continue;
            }

            var merged = match is null ? Maps([], item, schema.Items) : Maps(match, item, schema.Items);
            if (match is not null && !ReferenceEquals(merged, match))
                result[result.IndexOf(match)] = merged;
            named.Add(merged);
        }

        return Interleave(result, named);
    }

    /// <summary>Items of the patch and items of the server only, merged so that the server's order decides where it knows both; new items come first.</summary>
    private static JsonArray Interleave(JsonArray server, List<JsonNode?> named)
    {
        var order = server.ToList();
        var rest = new Queue<JsonNode?>(order.Where(item => !named.Contains(item)));
        var ours = new Queue<JsonNode?>(named.Distinct());
        var merged = new List<JsonNode?>();
        while (rest.Count > 0 || ours.Count > 0)
        {
            var takeServer = ours.Count == 0 || (rest.Count > 0 && order.IndexOf(rest.Peek()) < order.IndexOf(ours.Peek()));
            merged.Add(takeServer ? rest.Dequeue() : ours.Dequeue());
        }

        server.Clear();
        foreach (var item in merged)
            server.Add(item);
        return server;
    }

    private static void Delete(JsonObject target, string name, JsonNode? values)
    {
        if (target[name] is not JsonArray list || values is not JsonArray gone)
            return;
        if (list.Any(item => item is JsonObject) && gone.Any(item => item is not JsonObject))
            throw Failed($"list element types are not identical: [{JsonText.ToText(list)} {JsonText.ToText(gone)}]");
        foreach (var item in list.Where(item => gone.Any(value => JsonWrite.Same(value, item))).ToList())
            list.Remove(item);
    }

    /// <summary>What the patch changes must come in the order that it wants.</summary>
    private static void CheckOrder(JsonArray changes, JsonArray order, string key)
    {
        var at = 0;
        foreach (var item in changes.Where(item => item.Text("$patch") is not ("delete" or "replace")))
        {
            while (at < order.Count && !(key.Length == 0 ? JsonWrite.Same(order[at], item) : JsonWrite.Same(order[at].At(key), item.At(key))))
                at++;
            if (at++ >= order.Count)
                throw Failed($"The order in patch list:\n{JsonText.ToText(changes)}\n doesn't match $setElementOrder list:\n{JsonText.ToText(order)}\n");
        }
    }

    private static ApiException Failed(string why) => new(500, "", why);

    private static void Reorder(JsonArray list, JsonArray order, SchemaNode? schema)
    {
        var key = schema?.PatchMergeKey ?? "";
        int Place(JsonNode? item)
        {
            for (var i = 0; i < order.Count; i++)
            {
                if (key.Length == 0 ? JsonWrite.Same(order[i], item) : JsonWrite.Same(order[i].At(key), item.At(key)))
                    return i;
            }

            return -1;
        }

        // Items that the order does not name stay where they are relative to their left neighbour.
        var items = list.ToList();
        var ordered = items.Where(item => Place(item) >= 0).OrderBy(Place).ToList();
        var result = new List<JsonNode?>();
        var next = 0;
        foreach (var item in items)
        {
            if (Place(item) >= 0)
                result.Add(ordered[next++]);
            else
                result.Add(item);
        }

        list.Clear();
        foreach (var item in result)
            list.Add(item);
    }

    private static JsonObject Clean(JsonObject map)
    {
        map.Remove("$patch");
        return map;
    }

    private static SchemaNode? Find(SchemaNode? schema, string name) => schema is null || schema.IsFree ? null : schema.Member(name);
}
