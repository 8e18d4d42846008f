using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>RFC 6902 patches.</summary>
internal static class PatchDocument
{
    /// <summary>The patched copy of a model.</summary>
    /// <exception cref="AwsException">ValidationException: an operation cannot be applied.</exception>
    public static JsonObject Apply(JsonObject model, JsonArray patch)
    {
        JsonNode root = model.DeepClone();
        foreach (var operation in patch)
        {
            var verb = (string?)operation?["op"] ?? throw Invalid("each operation needs a member 'op'");
            var path = (string?)operation!["path"] ?? throw Invalid("each operation needs a member 'path'");
            switch (verb)
            {
                case "add":
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "replace":
                    Find(root, path);
                    Remove(root, path);
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "remove":
                    Find(root, path);
                    Remove(root, path);
                    break;
                case "move":
                case "copy":
                    var from = (string?)operation["from"] ?? throw Invalid("the operation needs a member 'from'");
                    var moved = Find(root, from)?.DeepClone();
                    if (verb == "move")
                    {
                        Remove(root, from);
                    }

                    Add(ref root, path, moved);
                    break;
                case "test":
                    if (!JsonNode.DeepEquals(Find(root, path), operation["value"]))
                    {
                        throw Invalid($"value differs from expectations at '{path}'");
                    }

                    break;
                default:
                    throw Invalid($"unknown operation '{verb}'");
            }
        }

        return root.AsObject();
    }

    /// <summary>The path as a list of member names.</summary>
    public static string[] Split(string pointer) =>
        pointer.Length == 0 ? [] : [.. pointer[(pointer[0] == '/' ? 1 : throw Invalid($"'{pointer}' is not a JSON pointer"))..].Split('/').Select(p => p.Replace("~1", "/").Replace("~0", "~"))];

    private static JsonNode? Find(JsonNode root, string pointer)
    {
        JsonNode? node = root;
        foreach (var part in Split(pointer))
        {
            node = node switch
            {
                JsonObject obj when obj.TryGetPropertyValue(part, out var member) => member,
                JsonArray array when int.TryParse(part, out var index) && index < array.Count => array[index],
                _ => throw Invalid($"no such path in target JSON document: '{pointer}'")
            };
        }

        return node;
    }

    private static (JsonNode Parent, string Name) Parent(JsonNode root, string pointer)
    {
        var slash = pointer.LastIndexOf('/');
        return (Find(root, pointer[..slash]) ?? throw Invalid($"parent of path does not exist: '{pointer}'"), Split(pointer)[^1]);
    }

    private static void Add(ref JsonNode root, string pointer, JsonNode? value)
    {
        if (pointer.Length == 0)
        {
            root = value ?? throw Invalid("the whole model cannot be null");
            return;
        }

        var (parent, name) = Parent(root, pointer);
        switch (parent)
        {
            case JsonObject obj:
                obj[name] = value;
                break;
            case JsonArray array when name == "-":
                array.Add(value);
                break;
            case JsonArray array when int.TryParse(name, out var index) && index <= array.Count:
                array.Insert(index, value);
                break;
            default:
                throw Invalid($"cannot add at '{pointer}'");
        }
    }

    private static void Remove(JsonNode root, string pointer)
    {
        var (parent, name) = Parent(root, pointer);
        if (parent is JsonArray array && int.TryParse(name, out var index))
        {
            array.RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove(name);
        }
    }

    private static AwsException Invalid(string text) => AwsException.BadRequest("ValidationException", "Invalid patch document: " + text);
}
