using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>Discovery documents of custom resources.</summary>
internal static class CustomDiscovery
{
    public static JsonObject Resources(Cluster cluster, string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in Kinds(cluster, group, version))
        {
            resources.Add(Entry(kind, kind.Plural, kind.Singular, kind.Verbs, kind, main: true));
            foreach (var sub in kind.Subresources.Values)
            {
                var entry = Entry(kind, kind.Plural + "/" + sub.Name, "", sub.Verbs, kind, main: false);
                if (sub.Kind == "Scale")
                {
                    entry["group"] = "autoscaling";
                    entry["version"] = "v1";
                    entry["kind"] = "Scale";
                }

                resources.Add(entry);
            }
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group + "/" + version,
            ["resources"] = resources
        };
    }

    public static JsonObject Aggregated(Cluster cluster, string group, IReadOnlyList<string> versions)
    {
        var list = new JsonArray();
        foreach (var version in versions)
        {
            var resources = new JsonArray();
            foreach (var kind in Kinds(cluster, group, version))
            {
                var entry = new JsonObject
                {
                    ["resource"] = kind.Plural,
                    ["responseKind"] = ResponseKind(group, version, kind.Kind),
                    ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
                    ["singularResource"] = kind.Singular,
                    ["verbs"] = JsonWrite.ToArray(kind.Verbs)
                };
                if (kind.ShortNames.Count > 0)
                    entry["shortNames"] = JsonWrite.ToArray(kind.ShortNames);
                if (kind.Categories.Count > 0)
                    entry["categories"] = JsonWrite.ToArray(kind.Categories);
                if (kind.Subresources.Count > 0)
                {
                    entry["subresources"] = JsonWrite.ToArray(kind.Subresources.Values.Select(sub => (JsonNode)new JsonObject
                    {
                        ["subresource"] = sub.Name,
                        ["responseKind"] = ResponseKind(sub.Group, sub.Version, sub.Kind),
                        ["verbs"] = JsonWrite.ToArray(sub.Verbs)
                    }));
                }

                resources.Add(entry);
            }

            list.Add(new JsonObject { ["version"] = version, ["resources"] = resources, ["freshness"] = "Current" });
        }

        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = group, ["creationTimestamp"] = null }, ["versions"] = list };
    }

    private static IEnumerable<ResourceKind> Kinds(Cluster cluster, string group, string version) =>
        cluster.Kinds.All.Where(kind => kind.Group == group && kind.Version == version).OrderBy(kind => kind.Plural, StringComparer.Ordinal);

    private static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonObject Entry(ResourceKind kind, string name, string singular, IEnumerable<string> verbs, ResourceKind owner, bool main)
    {
        var entry = new JsonObject
        {
            ["name"] = name,
            ["singularName"] = singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = JsonWrite.ToArray(verbs)
        };
        if (!main)
            return entry;
        if (owner.ShortNames.Count > 0)
            entry["shortNames"] = JsonWrite.ToArray(owner.ShortNames);
        if (owner.Categories.Count > 0)
            entry["categories"] = JsonWrite.ToArray(owner.Categories);
        entry["storageVersionHash"] = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(owner.Group + "/" + owner.Version + "/" + owner.Kind))[..8]);
        return entry;
    }
}
