using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Patch;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    public static JsonNode? Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        if (operations.Count > 10000)
            throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: The allowed maximum operations in a JSON patch is 10000, got {operations.Count}");
        JsonNode? document = target;
        foreach (var item in operations)
        {
            if (item is not JsonObject operation)
                throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal into Go value of type jsonpatch.Operation");
            document = One(document, operation);
        }

        return document;
    }

    private static JsonNode? One(JsonNode? document, JsonObject operation)
    {
        var verb = operation.Text("op") ?? "";
        var path = operation.Text("path") ?? "";
        if (path.Length > 0 && path[0] != '/')
            throw Failed("paths begin with a slash: " + path);
        var parts = JsonPointer.Split(path);
        switch (verb)
        {
            case "test":
                var found = JsonPointer.TryGet(document, parts, out var present);
                if (!found && operation["value"] is null)
                    return document;
                if (!found || !JsonWrite.Same(present, operation["value"]))
                    throw Failed($"testing value {path} failed: test failed");
                return document;
            case "add":
                return Add(document, parts, operation["value"]?.DeepClone(), path);
            case "remove":
                return Remove(document, parts, path, "remove");
            case "replace":
                // A missing member of a map is simply set, as the real server's library does.
                if (!JsonPointer.TryGet(document, parts, out _) && !(parts.Length > 0 && Container(document, parts) is JsonObject))
                    throw Failed($"replace operation does not apply: doc is missing {(Parent(document, parts) ? "key" : "path")}: {path}: missing value");
                if (parts.Length > 0 && Container(document, parts) is JsonArray list)
                {
                    list[int.Parse(parts[^1], CultureInfo.InvariantCulture)] = operation["value"]?.DeepClone();
                    return document;
                }

                return Add(document, parts, operation["value"]?.DeepClone(), path);
            case "move" or "copy":
                var from = operation.Text("from") ?? "";
                if (!JsonPointer.TryGet(document, JsonPointer.Split(from), out var moved))
                    throw Failed($"{verb} operation does not apply: doc is missing from path: {from}: missing value");
                moved = moved?.DeepClone();
                if (verb == "move")
                    document = Remove(document, JsonPointer.Split(from), from, verb);
                return Add(document, parts, moved, path);
            default:
                throw Failed($"Unexpected kind: {verb}");
        }
    }

    private static JsonNode? Add(JsonNode? document, string[] parts, JsonNode? value, string path)
    {
        if (parts.Length == 0)
            return value;
        switch (Container(document, parts))
        {
            case JsonObject map:
                map[parts[^1]] = value;
                return document;
            case JsonArray list:
                if (parts[^1] == "-")
                {
                    list.Add(value);
                    return document;
                }

                if (!int.TryParse(parts[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                    throw Failed($"add operation does not apply: doc is missing path: \"{path}\": missing value");
                if (index < 0)
                    index += list.Count + 1;
                if (index < 0 || index > list.Count)
                    throw Failed($"add operation does not apply: doc is missing path: \"{path}\": Unable to access invalid index: {parts[^1]}: invalid index referenced");
                list.Insert(index, value);
                return document;
            default:
                throw Failed($"add operation does not apply: doc is missing path: \"{path}\": missing value");
        }
    }

    private static JsonNode? Remove(JsonNode? document, string[] parts, string path, string verb)
    {
        switch (parts.Length == 0 ? null : Container(document, parts))
        {
            case JsonObject map when map.ContainsKey(parts[^1]):
                map.Remove(parts[^1]);
                return document;
            case JsonObject:
                throw Failed($"{verb} operation does not apply: Unable to remove nonexistent key: {parts[^1]}: missing value");
            case JsonArray list when int.TryParse(parts[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index):
                if (index < 0)
                    index += list.Count;
                if (index < 0 || index >= list.Count)
                    throw Failed($"{verb} operation does not apply: Unable to access invalid index: {parts[^1]}: invalid index referenced");
                list.RemoveAt(index);
                return document;
            default:
                throw Failed($"{verb} operation does not apply: doc is missing path: \"{path}\": missing value");
        }
    }

    private static bool Parent(JsonNode? document, string[] parts) => parts.Length > 0 && Container(document, parts) is not null;

    private static JsonNode? Container(JsonNode? document, string[] parts) =>
        JsonPointer.TryGet(document, parts.AsSpan(0, parts.Length - 1), out var container) ? container : null;

    /// <summary>The real server keeps the reason to itself.</summary>
    private static ApiException Failed(string why) => new(422, "Invalid", "the server rejected our request due to an error in our request", []) { HelpLink = why };
}
