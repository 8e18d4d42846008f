using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>Reads an APIGroupDiscoveryList (v2 and v2beta1).</summary>
internal static class AggregatedDiscovery
{
    public static IEnumerable<ApiResource> Read(JsonObject list) =>
        from @group in Items(list, "items")
        from version in Items(@group, "versions")
        where version.Text("freshness") != "Stale" || version["resources"] is JsonArray
        from resource in Items(version, "resources")
        let kind = resource["responseKind"] as JsonObject
        where kind?.Text("kind") is { Length: > 0 }
        select new ApiResource(
            new GroupVersionKind(
                kind!.Text("group") is { Length: > 0 } own ? own : @group.TextAt("metadata", "name") ?? "",
                kind!.Text("version") is { Length: > 0 } ownVersion ? ownVersion : version.Text("version") ?? "",
                kind!.Text("kind")!),
            resource.Text("resource") ?? "",
            resource.Text("scope") == "Namespaced")
        {
            Singular = resource.Text("singularResource") ?? "",
            ShortNames = LegacyDiscovery.Texts(resource["shortNames"]),
            Categories = LegacyDiscovery.Texts(resource["categories"]),
            Verbs = LegacyDiscovery.Texts(resource["verbs"]),
            Subresources = [.. Items(resource, "subresources").Select(sub => sub.Text("subresource") ?? "")],
        };

    private static IEnumerable<JsonObject> Items(JsonObject parent, string member) => (parent[member] as JsonArray ?? []).OfType<JsonObject>();
}
