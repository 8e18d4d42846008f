using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>Reads an APIResourceList.</summary>
internal static class LegacyDiscovery
{
    public static IReadOnlyList<ApiResource> Read(JsonObject list)
    {
        var groupVersion = GroupVersionKind.Of(list.Text("groupVersion") ?? "v1", "");
        var all = (list["resources"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var subresources = all.Select(resource => (resource.Text("name") ?? "").Split('/')).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return
        [
            .. from resource in all
               let name = resource.Text("name") ?? ""
               where name.Length > 0 && !name.Contains('/')
               select new ApiResource(
                   new GroupVersionKind(
                       resource.Text("group") is { Length: > 0 } own ? own : groupVersion.Group,
                       resource.Text("version") is { Length: > 0 } version ? version : groupVersion.Version,
                       resource.Text("kind") ?? ""),
                   name,
                   resource["namespaced"]?.GetValue<bool>() ?? false)
               {
                   Singular = resource.Text("singularName") ?? "",
                   ShortNames = Texts(resource["shortNames"]),
                   Categories = Texts(resource["categories"]),
                   Verbs = Texts(resource["verbs"]),
                   Subresources = [.. subresources[name]],
               },
        ];
    }

    public static IReadOnlyList<string> Texts(JsonNode? array) => array is JsonArray elements ? [.. elements.Select(element => element?.GetValue<string>() ?? "")] : [];
}
