using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>Asks a server what it serves: by aggregated discovery in two requests, or group by group on old servers.</summary>
internal sealed class DiscoveryReader(RequestSender sender)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public async Task<IReadOnlyList<ApiResource>> ReadAsync(CancellationToken cancellationToken)
    {
        var resources = new List<ApiResource>();
        foreach (var root in (string[])["/api", "/apis"])
        {
            var answer = await sender.SendAsync(Request(root, Aggregated), cancellationToken) as JsonObject ?? [];
            if (answer.Text("kind") == "APIGroupDiscoveryList")
                resources.AddRange(AggregatedDiscovery.Read(answer));
            else
                resources.AddRange(await ReadGroupsAsync(answer, cancellationToken));
        }

        return resources;
    }

    private async Task<IEnumerable<ApiResource>> ReadGroupsAsync(JsonObject answer, CancellationToken cancellationToken)
    {
        var versions = answer.Text("kind") == "APIVersions"
            ? (answer["versions"] as JsonArray ?? []).Select(version => $"/api/{version}")
            : (answer["groups"] as JsonArray ?? []).SelectMany(PathsOf);
        var lists = await Task.WhenAll(versions.Select(path => ReadVersionAsync(path, cancellationToken)));
        return lists.SelectMany(list => list);
    }

    // The preferred version of a group first.
    private static IEnumerable<string> PathsOf(JsonNode? group)
    {
        var preferred = group.TextAt("preferredVersion", "groupVersion");
        return (group?["versions"] as JsonArray ?? [])
            .Select(version => version.TextAt("groupVersion") ?? "")
            .OrderBy(version => version == preferred ? 0 : 1)
            .Select(version => $"/apis/{version}");
    }

    private async Task<IReadOnlyList<ApiResource>> ReadVersionAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(Request(path, "application/json"), cancellationToken) is JsonObject list ? LegacyDiscovery.Read(list) : [];
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.Server or KubernetesFailure.NotFound)
        {
            // An aggregated API whose server is down must not hide all others.
            return [];
        }
    }

    private static KubernetesRequest Request(string path, string accept) => new(HttpMethod.Get, path) { Accept = accept, Verb = "discover" };
}
