using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads the few kinds that kubectl's create commands send in the Kubernetes protobuf envelope; other kinds are refused by name.</summary>
internal static class ProtobufBody
{
    private static readonly Dictionary<string, Dictionary<int, (string Name, string Type)>> Messages = new(StringComparer.Ordinal)
    {
        ["ObjectMeta"] = new() { [1] = ("name", "string"), [2] = ("generateName", "string"), [3] = ("namespace", "string"), [5] = ("uid", "string"), [6] = ("resourceVersion", "string"), [11] = ("labels", "map"), [12] = ("annotations", "map"), [14] = ("finalizers", "strings") },
        ["ConfigMap"] = new() { [1] = ("metadata", "ObjectMeta"), [2] = ("data", "map"), [3] = ("binaryData", "bytesMap"), [4] = ("immutable", "bool") },
        ["Secret"] = new() { [1] = ("metadata", "ObjectMeta"), [2] = ("data", "bytesMap"), [3] = ("type", "string"), [4] = ("stringData", "map"), [5] = ("immutable", "bool") },
        ["Namespace"] = new() { [1] = ("metadata", "ObjectMeta") },
        ["ServiceAccount"] = new() { [1] = ("metadata", "ObjectMeta") },
        ["TokenRequest"] = new() { [1] = ("metadata", "ObjectMeta"), [2] = ("spec", "TokenRequestSpec") },
        ["TokenRequestSpec"] = new() { [1] = ("audiences", "strings"), [3] = ("boundObjectRef", "BoundObjectReference"), [4] = ("expirationSeconds", "int") },
        ["BoundObjectReference"] = new() { [1] = ("kind", "string"), [2] = ("apiVersion", "string"), [3] = ("name", "string"), [4] = ("uid", "string") },
        ["SelfSubjectReview"] = new() { [1] = ("metadata", "ObjectMeta") },
        ["SelfSubjectAccessReview"] = new() { [1] = ("metadata", "ObjectMeta"), [2] = ("spec", "SelfSubjectAccessReviewSpec") },
        ["SelfSubjectAccessReviewSpec"] = new() { [1] = ("resourceAttributes", "ResourceAttributes"), [2] = ("nonResourceAttributes", "NonResourceAttributes") },
        ["ResourceAttributes"] = new() { [1] = ("namespace", "string"), [2] = ("verb", "string"), [3] = ("group", "string"), [4] = ("version", "string"), [5] = ("resource", "string"), [6] = ("subresource", "string"), [7] = ("name", "string") },
        ["NonResourceAttributes"] = new() { [1] = ("path", "string"), [2] = ("verb", "string") }
    };

    public static JsonObject Read(byte[] body, string kind)
    {
        if (!body.AsSpan().StartsWith("k8s\0"u8) || !Messages.ContainsKey(kind))
            throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml");
        try
        {
            var raw = Fields(body.AsMemory(4)).First(field => field.Number == 2).Data;
            var result = Message(raw, kind);
            result["kind"] = kind;
            return result;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw ApiErrors.BadRequest("the protobuf body cannot be read: " + e.Message);
        }
    }

    private static JsonObject Message(ReadOnlyMemory<byte> data, string type)
    {
        var result = new JsonObject();
        foreach (var (number, value, bytes) in Fields(data))
        {
            if (!Messages[type].TryGetValue(number, out var field))
                continue;
            switch (field.Type)
            {
                case "string":
                    if (bytes.Length > 0)
                        result[field.Name] = Encoding.UTF8.GetString(bytes.Span);
                    break;
                case "strings":
                    result.EnsureList(field.Name).Add(Encoding.UTF8.GetString(bytes.Span));
                    break;
                case "int":
                    result[field.Name] = (long)value;
                    break;
                case "bool":
                    result[field.Name] = value != 0;
                    break;
                case "map" or "bytesMap":
                    var pair = Fields(bytes).ToList();
                    var content = pair.Find(part => part.Number == 2).Data;
                    result.Ensure(field.Name)[Encoding.UTF8.GetString(pair.Find(part => part.Number == 1).Data.Span)] =
                        field.Type == "map" ? Encoding.UTF8.GetString(content.Span) : Convert.ToBase64String(content.Span);
                    break;
                default:
                    result[field.Name] = Message(bytes, field.Type);
                    break;
            }
        }

        return result;
    }

    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Data)> Fields(ReadOnlyMemory<byte> data)
    {
        var at = 0;
        while (at < data.Length)
        {
            var tag = Varint(data, ref at);
            switch (tag & 7)
            {
                case 0:
                    yield return ((int)(tag >> 3), Varint(data, ref at), default);
                    break;
                case 2:
                    var length = (int)Varint(data, ref at);
                    yield return ((int)(tag >> 3), 0, data.Slice(at, length));
                    at += length;
                    break;
                case 1:
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> data, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = data.Span[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
