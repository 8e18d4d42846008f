using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OptaPS.Clouds.Tests.State;

/// <summary>
/// The parts of Cloud Storage's bucket API and of Azure Resource Manager by which storage is made. Bodies are checked against the published shapes:
/// members that the API does not have, of another type, or with a value that it does not list, are problems.
/// </summary>
internal sealed class MakerServer : IAsyncDisposable
{
    internal const string Token = "token-of-the-test";

    // A leaf is the type, or the values, that the reference lists; * is any name, [] a list.
    private static readonly JsonNode Bucket = Parse("""
        {"name":"string","location":"string","storageClass":"STANDARD|NEARLINE|COLDLINE|ARCHIVE","versioning":{"enabled":"bool"},
         "iamConfiguration":{"uniformBucketLevelAccess":{"enabled":"bool"},"publicAccessPrevention":"enforced|inherited"},
         "encryption":{"defaultKmsKeyName":"string"},"labels":{"*":"string"},"softDeletePolicy":{"retentionDurationSeconds":"string"},
         "lifecycle":{"rule":[{"action":{"type":"Delete|SetStorageClass|AbortIncompleteMultipartUpload","storageClass":"string"},
          "condition":{"age":"int","daysSinceNoncurrentTime":"int","numNewerVersions":"int","isLive":"bool"}}]}}
        """);

    private static readonly JsonNode Group = Parse("""{"location":"string","tags":{"*":"string"}}""");

    private static readonly JsonNode Account = Parse("""
        {"location":"string","kind":"StorageV2|BlobStorage|BlockBlobStorage|FileStorage","tags":{"*":"string"},
         "sku":{"name":"Standard_LRS|Standard_GRS|Standard_RAGRS|Standard_ZRS|Standard_GZRS|Standard_RAGZRS|Premium_LRS|Premium_ZRS"},
         "properties":{"allowBlobPublicAccess":"bool","allowSharedKeyAccess":"bool","supportsHttpsTrafficOnly":"bool","minimumTlsVersion":"TLS1_0|TLS1_1|TLS1_2|TLS1_3",
          "publicNetworkAccess":"Enabled|Disabled|SecuredByPerimeter",
          "encryption":{"keySource":"Microsoft.Storage|Microsoft.Keyvault","requireInfrastructureEncryption":"bool","services":{"blob":{"enabled":"bool","keyType":"Account|Service"}}}}}
        """);

    private static readonly JsonNode Service = Parse("""
        {"properties":{"isVersioningEnabled":"bool","deleteRetentionPolicy":{"enabled":"bool","days":"int"},"containerDeleteRetentionPolicy":{"enabled":"bool","days":"int"}}}
        """);

    private static readonly JsonNode Container = Parse("""{"properties":{"publicAccess":"None|Blob|Container"}}""");

    private readonly WebApplication app;
    private int calls;

    private MakerServer(WebApplication app) => this.app = app;

    internal Uri Address { get; private set; } = new("http://localhost/");

    /// <summary>What exists, by path (of Azure in lower case).</summary>
    internal Dictionary<string, JsonObject> Documents { get; } = new(StringComparer.Ordinal);

    internal List<string> Changes { get; } = [];

    internal List<string> Problems { get; } = [];

    /// <summary>How many changes from now on have their effect and no answer.</summary>
    internal int LoseAnswers { get; set; }

    /// <summary>Everything from this call on has no answer.</summary>
    internal int? LoseAnswersAfter { get; set; }

    internal static async Task<MakerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var server = new MakerServer(host);
        host.Run(server.HandleAsync);
        await host.StartAsync();
        server.Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal void Forget()
    {
        Documents.Clear();
        Changes.Clear();
        calls = 0;
    }

    private static JsonNode Parse(string text) => JsonNode.Parse(text)!;

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var (status, answer) = http.Request.Headers.Authorization != $"Bearer {Token}" ? (401, null)
            : http.Request.Path.StartsWithSegments("/storage/v1/b") ? Google(http.Request, text)
            : Azure(http.Request, text);
        if ((http.Request.Method != "GET" && LoseAnswers-- > 0) || ++calls > (LoseAnswersAfter ?? int.MaxValue))
            (status, answer) = (503, null);
        http.Response.StatusCode = status;
        if (answer is not null)
            await http.Response.WriteAsJsonAsync(answer);
    }

    private (int Status, JsonObject? Answer) Google(HttpRequest request, string text)
    {
        var path = request.Path.Value!;
        if (request.Method == "GET")
            return Documents.TryGetValue(path, out var found) ? (200, found) : (404, new JsonObject { ["error"] = new JsonObject { ["code"] = 404 } });
        Require(request.Method == "POST" && path == "/storage/v1/b" && request.Query["project"] == "acme", $"{request.Method} {path}{request.QueryString}");
        var body = Read(request, text, Bucket);
        path += "/" + body["name"];
        if (Documents.ContainsKey(path))
            return (409, null);

        // As the service: what was not said has its value all the same.
        body["kind"] = "storage#bucket";
        body["iamConfiguration"]!["publicAccessPrevention"] ??= "inherited";
        Documents[path] = body;
        Changes.Add(path);
        return (200, body);
    }

    private (int Status, JsonObject? Answer) Azure(HttpRequest request, string text)
    {
        var id = request.Path.Value!.ToLowerInvariant();
        var (shape, version, parent) = id.Split('/') switch
        {
            ["", "subscriptions", _, "resourcegroups", _] => (Group, "2025-04-01", null),
            ["", "subscriptions", _, "resourcegroups", var group, "providers", "microsoft.storage", "storageaccounts", _] => (Account, "2025-06-01", id[..(id.IndexOf(group, StringComparison.Ordinal) + group.Length)]),
            [.., "storageaccounts", _, "blobservices", "default"] => (Service, "2025-06-01", id[..id.IndexOf("/blobservices", StringComparison.Ordinal)]),
            [.., "blobservices", "default", "containers", _] => (Container, "2025-06-01", id[..id.IndexOf("/blobservices", StringComparison.Ordinal)]),
            _ => (Container, "", (string?)null),
        };
        Require(version.Length > 0 && request.Query["api-version"] == version, $"{request.Method} {request.Path}{request.QueryString}");
        if (parent is not null && (!Documents.TryGetValue(parent, out var outer) || (shape != Account && (string?)outer["properties"]!["provisioningState"] != "Succeeded")))
        {
            Require(request.Method == "GET", $"{id} before what it lies in is ready");
            return (404, null);
        }

        if (request.Method == "GET")
        {
            if (shape == Service)
                return (200, Documents.GetValueOrDefault(id) ?? new JsonObject { ["properties"] = new JsonObject() });
            if (!Documents.TryGetValue(id, out var found))
                return (404, null);
            var answer = (JsonObject)found.DeepClone();
            if (shape == Account)
                found["properties"]!["provisioningState"] = "Succeeded";
            return (200, answer);
        }

        Require(request.Method == "PUT", $"{request.Method} {id}");
        var body = Read(request, text, shape);
        if (shape == Account)
            body["properties"]!["provisioningState"] = "Creating";
        Documents[id] = body;
        Changes.Add(id);
        return (shape == Account ? 202 : 200, shape == Account ? null : body);
    }

    private JsonObject Read(HttpRequest request, string text, JsonNode shape)
    {
        Require(request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true, $"content type {request.ContentType}");
        var body = (JsonObject)Parse(text);
        Compare(body, shape, "");
        return body;
    }

    private void Compare(JsonNode? value, JsonNode shape, string path)
    {
        switch (shape)
        {
            case JsonObject members when value is JsonObject given:
                foreach (var (name, inner) in given)
                {
                    if ((members[name] ?? members["*"]) is { } expected)
                        Compare(inner, expected, $"{path}/{name}");
                    else
                        Problems.Add($"{path}/{name} is unknown");
                }

                break;
            case JsonArray { Count: 1 } items when value is JsonArray given:
                foreach (var item in given)
                    Compare(item, items[0]!, path + "[]");
                break;
            case JsonValue leaf:
                var wanted = leaf.GetValue<string>();
                var kind = value?.GetValueKind();
                var fits = wanted switch
                {
                    "string" => kind == JsonValueKind.String,
                    "bool" => kind is JsonValueKind.True or JsonValueKind.False,
                    "int" => kind == JsonValueKind.Number,
                    _ => kind == JsonValueKind.String && wanted.Split('|').Contains(value!.GetValue<string>(), StringComparer.Ordinal),
                };
                Require(fits, $"{path} is {value?.ToJsonString()}, not {wanted}");
                break;
            default:
                Problems.Add($"{path} is {value?.ToJsonString()}");
                break;
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            Problems.Add(otherwise);
    }
}
