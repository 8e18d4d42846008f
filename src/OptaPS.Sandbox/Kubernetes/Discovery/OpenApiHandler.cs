using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>/openapi/v2 and /openapi/v3: the recorded documents, and those of custom resources.</summary>
internal sealed class OpenApiHandler(Cluster cluster)
{
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>> files = new(OpenApiArchive.Read);
    private readonly ConcurrentDictionary<(string Group, string Version), (ResourceKind[] Kinds, byte[] Content)> custom = [];

    public async Task DispatchAsync(ApiRequest request, string[] parts)
    {
        if (parts is ["openapi", "v2"])
            await Version2Async(request);
        else if (parts is ["openapi", "v3"])
            await IndexAsync(request);
        else if (parts.Length > 2 && parts[1] == "v3")
            await DocumentAsync(request, string.Join('/', parts[2..]));
        else
            await ResponseWriter.WriteTextAsync(request, 404, "404 page not found\n");
    }

    private async Task Version2Async(ApiRequest request)
    {
        var accept = request.Http.Request.Headers.Accept.ToString();
        if (accept.Contains(OpenApiProtobuf.MediaType, StringComparison.Ordinal))
        {
            request.Http.Response.Headers.Vary = new Microsoft.Extensions.Primitives.StringValues(["Accept-Encoding", "Accept"]);
            await BytesAsync(request, OpenApiProtobuf.Write(JsonReader.Parse(CustomOpenApi.WithCustom2(cluster, files.Value["v2"]))), OpenApiProtobuf.AnswerType);
            return;
        }

        if (accept.Length > 0 && !accept.Contains("json", StringComparison.Ordinal) && !accept.Contains("*/*", StringComparison.Ordinal))
            throw new ApiException(406, "NotAcceptable", "406 Not Acceptable");
        var headers = request.Http.Response.Headers;
        headers.Vary = new Microsoft.Extensions.Primitives.StringValues(["Accept-Encoding", "Accept"]);
        await BytesAsync(request, CustomOpenApi.WithCustom2(cluster, files.Value["v2"]));
    }

    private Task IndexAsync(ApiRequest request)
    {
        var paths = new JsonObject();
        foreach (var (name, content) in files.Value.Where(file => file.Key != "v2").OrderBy(file => file.Key, StringComparer.Ordinal))
            paths[name] = Link(name, content);
        foreach (var (group, version) in CustomOpenApi.Versions(cluster))
            paths[$"apis/{group}/{version}"] = Link($"apis/{group}/{version}", Custom(group, version));
        return ResponseWriter.WriteTextAsync(request, 200, JsonText.ToText(new JsonObject { ["paths"] = paths }));
    }

    private async Task DocumentAsync(ApiRequest request, string name)
    {
        request.Http.Response.Headers.Vary = "Accept";
        if (files.Value.TryGetValue(name, out var content) && name != "v2")
        {
            await BytesAsync(request, content);
            return;
        }

        var parts = name.Split('/');
        if (parts is ["apis", var group, var version] && CustomOpenApi.Versions(cluster).Contains((group, version)))
        {
            await BytesAsync(request, Custom(group, version));
            return;
        }

        request.Http.Response.StatusCode = 404;
    }

    /// <summary>The document of a version of custom kinds, made again only when a kind changed.</summary>
    private byte[] Custom(string group, string version)
    {
        var kinds = CustomOpenApi.Kinds(cluster, group, version).ToArray();
        if (custom.TryGetValue((group, version), out var made) && made.Kinds.SequenceEqual(kinds, ReferenceEqualityComparer.Instance))
            return made.Content;
        var content = JsonText.ToBytes(CustomOpenApi.Document3(kinds));
        custom[(group, version)] = (kinds, content);
        return content;
    }

    private static async Task BytesAsync(ApiRequest request, byte[] bytes, string type = "application/json")
    {
        var response = request.Http.Response;
        response.Headers.ETag = "\"" + Hash(bytes) + "\"";
        if (request.Http.Request.Headers.IfNoneMatch == response.Headers.ETag)
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = type;
        await ResponseWriter.WriteBytesAsync(request, bytes);
    }

    private static JsonObject Link(string name, byte[] content) => new() { ["serverRelativeURL"] = $"/openapi/v3/{name}?hash={Hash(content)}" };

    private static string Hash(byte[] content) => Convert.ToHexString(SHA512.HashData(content));
}
