using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>OpenAPI documents of custom resources.</summary>
internal static class CustomOpenApi
{
    private const string Components = "#/components/schemas/";
    private const string Definitions = "#/definitions/";

    public static IReadOnlyList<(string Group, string Version)> Versions(Cluster cluster) =>
        [.. cluster.Kinds.All.Where(kind => kind.Custom is not null).Select(kind => (kind.Group, kind.Version)).Distinct().Order()];

    public static JsonObject Document3(IEnumerable<ResourceKind> kinds)
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var name = DefinitionName(kind);
            schemas[name] = Definition(kind, Components);
            schemas[name + "List"] = List(kind, Components);
            new CustomOperations(kind, name).AddTo(paths);
        }

        RecordedSchemas.Complete(paths, schemas);
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
        {
            document.Ensure("definitions")[DefinitionName(kind)] = Definition(kind, Definitions);
            document.Ensure("definitions")[DefinitionName(kind) + "List"] = List(kind, Definitions);
        }

        return JsonText.ToBytes(document);
    }

    /// <summary>The custom kinds of a version, by name.</summary>
    public static IEnumerable<ResourceKind> Kinds(Cluster cluster, string group, string version) =>
        cluster.Kinds.All.Where(kind => kind.Custom is not null && kind.Group == group && kind.Version == version);

    private static string DefinitionName(ResourceKind kind) => string.Join('.', kind.Group.Split('.').Reverse()) + "." + kind.Version + "." + kind.Kind;

    private static JsonObject Definition(ResourceKind kind, string references)
    {
        var definition = kind.Custom?.Schema?.Raw.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = definition.Ensure("properties");
        foreach (var name in new[] { "apiVersion", "kind" })
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = CommonTexts.Of(name) };
        properties["metadata"] = Reference(CommonTexts.Of("metadata"), references, "ObjectMeta");
        definition["x-kubernetes-group-version-kind"] = GroupVersionKinds(kind, kind.Kind);
        return definition;
    }

    private static JsonObject List(ResourceKind kind, string references)
    {
        const string conventions = "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
        var properties = new JsonObject();
        foreach (var name in new[] { "apiVersion", "kind" })
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = CommonTexts.Of(name) };
        properties["items"] = new JsonObject
        {
            ["description"] = $"List of {kind.Plural}. {conventions}",
            ["type"] = "array",
            ["items"] = new JsonObject { ["$ref"] = references + DefinitionName(kind) }
        };
        properties["metadata"] = Reference($"Standard list metadata. {conventions}#types-kinds", references, "ListMeta");
        return new JsonObject
        {
            ["description"] = $"{kind.ListKind} is a list of {kind.Kind}",
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = properties,
            ["x-kubernetes-group-version-kind"] = GroupVersionKinds(kind, kind.ListKind)
        };
    }

    /// <summary>A described reference: version 3 allows no members beside a reference, so that it is wrapped there.</summary>
    private static JsonObject Reference(string description, string references, string name)
    {
        var target = references + "io.k8s.apimachinery.pkg.apis.meta.v1." + name;
        return references == Definitions
            ? new JsonObject { ["description"] = description, ["$ref"] = target }
            : new JsonObject { ["description"] = description, ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = target }) };
    }

    private static JsonArray GroupVersionKinds(ResourceKind kind, string name) => [new JsonObject { ["group"] = kind.Group, ["kind"] = name, ["version"] = kind.Version }];
}
