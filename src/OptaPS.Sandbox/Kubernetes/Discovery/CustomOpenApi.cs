using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>OpenAPI documents of custom resources.</summary>
internal static class CustomOpenApi
{
    public static IReadOnlyList<(string Group, string Version)> Versions(Cluster cluster) =>
        [.. cluster.Kinds.All.Where(kind => kind.Custom is not null).Select(kind => (kind.Group, kind.Version)).Distinct().Order()];

    public static JsonObject Document3(Cluster cluster, string group, string version)
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (var kind in Kinds(cluster, group, version))
        {
            var name = DefinitionName(kind);
            schemas[name] = Definition(kind, "#/components/schemas/");
            var root = $"/apis/{group}/{version}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}";
            paths[root] = Operations(kind, ("get", "list"), ("post", "post"));
            paths[root + "/{name}"] = Operations(kind, ("get", "get"), ("put", "put"), ("delete", "delete"), ("patch", "patch"));
        }

        schemas["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"] = SchemaSet.Definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")!.Copy();
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes CRD Swagger", ["version"] = "v0.1.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas }
        };
    }

    /// <summary>The recorded v2 document with the definitions of custom resources added.</summary>
    public static byte[] WithCustom2(Cluster cluster, byte[] recorded)
    {
        var custom = cluster.Kinds.All.Where(kind => kind.Custom is not null).ToList();
        if (custom.Count == 0)
            return recorded;
        var document = JsonReader.Parse(recorded)!.AsObject();
        foreach (var kind in custom)
            document.Ensure("definitions")[DefinitionName(kind)] = Definition(kind, "#/definitions/");
        return JsonText.ToBytes(document);
    }

    private static IEnumerable<ResourceKind> Kinds(Cluster cluster, string group, string version) =>
        cluster.Kinds.All.Where(kind => kind.Custom is not null && kind.Group == group && kind.Version == version);

    private static string DefinitionName(ResourceKind kind) => string.Join('.', kind.Group.Split('.').Reverse()) + "." + kind.Version + "." + kind.Kind;

    private static JsonObject Definition(ResourceKind kind, string references)
    {
        var definition = kind.Custom?.Schema?.Raw.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = definition.Ensure("properties");
        foreach (var name in new[] { "apiVersion", "kind" })
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = CommonTexts.Of(name) };
        properties["metadata"] = new JsonObject
        {
            ["description"] = CommonTexts.Of("metadata"),
            ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = references + "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" })
        };
        definition["x-kubernetes-group-version-kind"] = GroupVersionKinds(kind);
        return definition;
    }

    private static JsonArray GroupVersionKinds(ResourceKind kind) => [new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version }];

    private static JsonObject Operations(ResourceKind kind, params (string Method, string Action)[] operations)
    {
        var path = new JsonObject();
        foreach (var (method, action) in operations)
        {
            path[method] = new JsonObject
            {
                ["x-kubernetes-action"] = action,
                ["x-kubernetes-group-version-kind"] = GroupVersionKinds(kind)[0]!.DeepClone(),
                ["parameters"] = new JsonArray(
                    new JsonObject { ["name"] = "fieldValidation", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } },
                    new JsonObject { ["name"] = "dryRun", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } }),
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } }
            };
        }

        return path;
    }
}
