using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>
/// What a world's cluster holds, without what differs between two worlds of the same commands: every object with labels, annotations, fields and the
/// managers of its fields; pods by the workload that they are of; releases by their newest revision.
/// </summary>
internal static class ClusterPicture
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "events", "leases", "endpoints", "endpointslices", "replicasets", "controllerrevisions", "nodes", "componentstatuses", "pods", "csinodes", "apiservices",
    };

    /// <summary>Lines by name; empty when there is no cluster.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(ProgramWorld world)
    {
        var picture = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (((JsonArray)(await world.ControlAsync("clusters"))["clusters"]!).Count == 0)
            return picture;
        using var cluster = await ClusterReader.ConnectAsync(world);
        var releases = new List<JsonNode>();
        foreach (var (path, kind) in await KindsAsync(cluster))
        {
            foreach (var item in (JsonArray?)(await cluster.FindAsync(path))?["items"] ?? [])
            {
                if ((string?)item!["type"] == "helm.sh/release.v1")
                    releases.Add(ReleaseHistory.Decode(item));
                else
                    picture[$"{kind} {item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}"] = ObjectText.Of((JsonObject)item);
            }
        }

        foreach (var release in releases.GroupBy(record => $"{record["namespace"]}/{record["name"]}", StringComparer.Ordinal))
            picture[$"release {release.Key}"] = Release([.. release.OrderBy(record => (int)record["version"]!)]);
        foreach (var (owner, text) in await PodsAsync(cluster))
            picture[$"pods {owner}"] = text;
        return picture;
    }

    private static string Release(List<JsonNode> revisions)
    {
        var states = revisions.ConvertAll(record => (string)record["info"]!["status"]!);
        var newest = revisions[^1];
        var text = ObjectText.Calm($"{newest["chart"]!["metadata"]!["name"]} {newest["chart"]!["metadata"]!["version"]} {newest["config"]?.ToJsonString()} {newest["manifest"]}");

        // A revision that failed or was interrupted may stay in the history; one that is still under way, or two in force, may not.
        var sound = states[^1] == "deployed" && states.Count(state => state == "deployed") == 1 && !states.Exists(state => state.StartsWith("pending", StringComparison.Ordinal) || state == "uninstalling");
        return sound ? text : $"NOT SOUND: {string.Join(", ", states)}; {text}";
    }

    private static async Task<Dictionary<string, string>> PodsAsync(ClusterReader cluster)
    {
        var sets = ((JsonArray)(await cluster.GetAsync("apis/apps/v1/replicasets"))["items"]!).ToDictionary(set => (string)set!["metadata"]!["uid"]!, set => (string)set!["metadata"]!["ownerReferences"]![0]!["name"]!, StringComparer.Ordinal);
        return ((JsonArray)(await cluster.GetAsync("api/v1/pods"))["items"]!)
            .GroupBy(pod => $"{pod!["metadata"]!["namespace"]}/{Owner(pod, sets)}", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join("; ", group.Select(Pod!).Order(StringComparer.Ordinal)), StringComparer.Ordinal);
    }

    private static string Owner(JsonNode pod, Dictionary<string, string> sets) => pod["metadata"]!["ownerReferences"]?[0] is not { } owner
        ? $"nobody ({pod["metadata"]!["name"]})"
        : sets.GetValueOrDefault((string)owner["uid"]!) ?? (string)owner["name"]!;

    private static string Pod(JsonNode pod)
    {
        var containers = ((JsonArray)pod["spec"]!["containers"]!).Concat(pod["spec"]!["initContainers"] as JsonArray ?? []).Select(container => $"{container!["name"]}={container["image"]}");
        return $"{(pod["metadata"]!["deletionTimestamp"] is null ? (string?)pod["status"]!["phase"] : "ending")} {string.Join(' ', containers)}";
    }

    private static async Task<IReadOnlyList<(string Path, string Kind)>> KindsAsync(ClusterReader cluster)
    {
        var groups = new List<string> { "api/v1" };
        groups.AddRange(((JsonArray)(await cluster.GetAsync("apis"))["groups"]!).Select(group => $"apis/{group!["preferredVersion"]!["groupVersion"]}"));
        var kinds = new List<(string, string)>();
        foreach (var group in groups)
        {
            // An aggregated group whose server is not ready answers nothing.
            if (group.Contains("metrics.k8s.io", StringComparison.Ordinal))
                continue;
            var list = await cluster.FindAsync(group);
            kinds.AddRange(((JsonArray?)list?["resources"] ?? [])
                .Where(resource => ((JsonArray)resource!["verbs"]!).Any(verb => (string)verb! == "list") && !Passing.Contains((string)resource["name"]!))
                .Select(resource => ($"{group}/{resource!["name"]}", $"{resource["name"]}")));
        }

        return kinds;
    }
}
