using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>/api and /apis: versions, groups, resources, and the aggregated form.</summary>
internal sealed class DiscoveryHandler(Cluster cluster)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public Task RootAsync(ApiRequest request)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal)
        {
            "/.well-known/openid-configuration", "/api", "/api/v1", "/apis", "/apis/", "/healthz", "/healthz/etcd", "/healthz/log", "/healthz/ping",
            "/livez", "/livez/etcd", "/livez/log", "/livez/ping", "/metrics", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks",
            "/readyz", "/readyz/etcd", "/readyz/log", "/readyz/ping", "/version"
        };
        foreach (var group in Groups())
        {
            paths.Add("/apis/" + group.Name);
            foreach (var version in group.Versions)
                paths.Add("/apis/" + group.Name + "/" + version);
        }

        return ResponseWriter.WriteAsync(request, 200, new JsonObject { ["paths"] = JsonWrite.ToArray(paths) }, ResponseForm.Json);
    }

    public async Task DispatchAsync(ApiRequest request, string[] parts)
    {
        if (parts.Length == 1 && WantsAggregated(request))
        {
            await AggregatedAsync(request, parts[0]);
            return;
        }

        if (parts.Length == 1)
        {
            await WriteAsync(request, parts[0] == "api" ? Legacy() : GroupList());
            return;
        }

        if (parts[0] == "api")
        {
            await WriteAsync(request, parts is ["api", "v1"] ? Resources("", "v1") : throw ApiErrors.NoRoute());
            return;
        }

        var found = Groups().FirstOrDefault(group => group.Name == parts[1]);
        if (found.Name is null)
        {
            if (parts.Length == 2 || cluster.Kinds.All.All(kind => kind.Group != parts[1]))
            {
                await ResponseWriter.WriteTextAsync(request, 404, "404 page not found\n");
                return;
            }
        }

        if (parts.Length == 2)
            await WriteAsync(request, Group(found, list: false));
        else if (parts.Length == 3 && found.Versions.Contains(parts[2]))
            await WriteAsync(request, Resources(parts[1], parts[2]));
        else
            throw ApiErrors.NoRoute();
    }

    private static Task WriteAsync(ApiRequest request, JsonObject document) =>
        ResponseWriter.WriteAsync(request, 200, document, Negotiator.Choose(request, transforms: false) with { MediaType = "application/json" });

    private static bool WantsAggregated(ApiRequest request)
    {
        var clauses = request.Http.Request.Headers.Accept.ToString().Split(',').Select(Negotiator.ParseClause).ToList();
        foreach (var (media, parameters, _) in clauses)
        {
            var aggregated = parameters.GetValueOrDefault("as") == "APIGroupDiscoveryList";
            if (media is "application/json" && aggregated && parameters.GetValueOrDefault("v") == "v2" && parameters.GetValueOrDefault("g") == "apidiscovery.k8s.io")
                return true;
            if (media is "application/json" or "*/*" or "application/yaml" or Negotiator.Protobuf && !aggregated)
                return false;
        }

        return false;
    }

    private async Task AggregatedAsync(ApiRequest request, string root)
    {
        var document = DataFiles.Discovery[root == "api" ? "api.aggregated.json" : "apis.aggregated.json"].Copy();
        if (root == "apis")
        {
            var items = document.EnsureList("items");
            foreach (var group in Groups().Where(group => group.Custom))
                items.Add(CustomDiscovery.Aggregated(cluster, group.Name, group.Versions));
        }

        var bytes = JsonText.ToBytes(document);
        var response = request.Http.Response;
        response.Headers.ETag = "\"" + Convert.ToHexString(SHA512.HashData(bytes)) + "\"";
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "public";
        if (request.Http.Request.Headers.IfNoneMatch == response.Headers.ETag)
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = AggregatedType;
        await ResponseWriter.WriteBytesAsync(request, bytes);
    }

    private JsonObject Legacy()
    {
        var document = DataFiles.Discovery["api.json"].Copy();
        foreach (var item in document.Objects("serverAddressByClientCIDRs"))
            item["serverAddress"] = cluster.HostAndPort;
        return document;
    }

    private JsonObject GroupList() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = JsonWrite.ToArray(Groups().Select(group => (JsonNode)Group(group, list: true)))
    };

    private static JsonObject Group((string Name, IReadOnlyList<string> Versions, bool Custom) group, bool list)
    {
        JsonObject Version(string version) => new() { ["groupVersion"] = group.Name + "/" + version, ["version"] = version };
        var document = new JsonObject();
        if (!list)
        {
            document["kind"] = "APIGroup";
            document["apiVersion"] = "v1";
        }

        document["name"] = group.Name;
        document["versions"] = JsonWrite.ToArray(group.Versions.Select(version => (JsonNode)Version(version)));
        document["preferredVersion"] = Version(group.Versions[0]);
        return document;
    }

    private JsonObject Resources(string group, string version)
    {
        var file = group.Length == 0 ? "api__v1.json" : $"apis__{group}__{version}.json";
        return DataFiles.Discovery.TryGetValue(file, out var recorded) ? recorded : CustomDiscovery.Resources(cluster, group, version);
    }

    private List<(string Name, IReadOnlyList<string> Versions, bool Custom)> Groups()
    {
        var groups = new List<(string Name, IReadOnlyList<string> Versions, bool Custom)>();
        foreach (var group in DataFiles.Discovery["apis.json"].Objects("groups"))
            groups.Add((group.Text("name")!, [.. group.Objects("versions").Select(version => version.Text("version")!)], false));
        foreach (var custom in cluster.Kinds.All.Where(kind => kind.Custom is not null).GroupBy(kind => kind.Group).OrderBy(kinds => kinds.Key, StringComparer.Ordinal))
            groups.Add((custom.Key, [.. custom.Select(kind => kind.Version).Distinct().Order(VersionOrder.Instance)], true));
        return groups;
    }
}
