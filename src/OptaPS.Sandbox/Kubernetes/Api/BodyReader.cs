using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Yaml;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads request bodies in the media types that the server understands.</summary>
internal static class BodyReader
{
    /// <summary>Begins a complaint of the parser, which is complete as it is.</summary>
    public const string YamlPrefix = "yaml: unmarshal errors:\n  ";

    private const int Limit = 3 * 1024 * 1024;

    public static async Task<byte[]> ReadBytesAsync(ApiRequest request)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await request.Http.Request.Body.ReadAsync(chunk, request.Aborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Limit)
                throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
        }

        return buffer.ToArray();
    }

    public static string MediaType(ApiRequest request)
    {
        var header = request.Http.Request.ContentType ?? "";
        var end = header.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? header : header[..end]).Trim();
    }

    /// <summary>Reads an object body; duplicates are noted when the caller wants to know.</summary>
    public static async Task<JsonObject> ReadObjectAsync(ApiRequest request, string kind, List<string>? duplicates)
    {
        var media = MediaType(request);
        if (media is not ("" or "application/json" or "application/yaml" or "application/vnd.kubernetes.protobuf"))
            throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
        var bytes = await ReadBytesAsync(request);
        if (media == "application/vnd.kubernetes.protobuf")
            return ProtobufBody.Read(bytes, kind);
        JsonNode? node;
        try
        {
            node = media == "application/yaml" ? ReadYaml(bytes, duplicates) : JsonReader.Parse(bytes, duplicates);
        }
        catch (Exception e) when (e is JsonException or YamlException)
        {
            var why = e is YamlException ? "yaml: " + e.Message : "couldn't get version/kind; json parse error: " + Describe(bytes, e);
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({Snippet(bytes)})");
        }

        if (node is null)
            return [];
        if (node is JsonObject map)
        {
            CheckHasKind(request, map, bytes);
            return map;
        }

        var shape = node is JsonArray ? "array" : "string";
        throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: json: cannot unmarshal {shape} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }} ({Convert.ToHexStringLower(bytes)})");
    }

    /// <summary>The parser reports keys that occur again together, with their lines.</summary>
    private static JsonNode? ReadYaml(byte[] bytes, List<string>? duplicates)
    {
        var again = new List<string>();
        var node = YamlReader.Parse(Encoding.UTF8.GetString(bytes), again);
        if (again.Count > 0)
            duplicates?.Add(YamlPrefix + string.Join("\n  ", again));
        return node;
    }

    /// <summary>Custom objects say what they are.</summary>
    private static void CheckHasKind(ApiRequest request, JsonObject map, byte[] bytes)
    {
        if (request.Kind.Custom is not null && map.Text("kind") is null or "" && request.Kind.Custom is not null)
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {request.Kind.Kind}): Object 'Kind' is missing in '{Encoding.UTF8.GetString(bytes)}' ({Snippet(bytes)})");
    }

    /// <summary>The first characters of a body, as bytes when it does not look like an object.</summary>
    private static string Snippet(byte[] bytes)
    {
        if (bytes.Length == 0)
            return "<empty>";
        var text = bytes[0] == (byte)'{' ? Encoding.UTF8.GetString(bytes) : Convert.ToHexStringLower(bytes);
        return text.Length > 30 ? text[..30] + " ..." : text;
    }

    /// <summary>The words of the real server's JSON parser for a broken text.</summary>
    public static string Describe(byte[] bytes, Exception error) => JsonFault.Find(bytes) ?? error.Message;
}
