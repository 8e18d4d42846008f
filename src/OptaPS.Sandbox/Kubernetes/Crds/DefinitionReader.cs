using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Crds;

/// <summary>Turns a custom resource definition into served kinds.</summary>
internal static class DefinitionReader
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] PartVerbs = ["get", "patch", "update"];

    public static void Register(Cluster cluster, JsonObject definition)
    {
        var group = definition.Text("spec", "group") ?? "";
        var names = definition.Map("spec", "names");
        var plural = names.Text("plural") ?? "";
        cluster.Kinds.Remove(group, plural);
        foreach (var version in definition.Objects("spec", "versions").Where(version => version.Flag("served") || version.Flag("storage")))
        {
            var kind = Read(cluster, definition, group, plural, names!, version);
            if (version.Flag("served"))
                cluster.Kinds.Add(kind);
            else
                cluster.Kinds.AddStorageOnly(kind);
        }
    }

    private static ResourceKind Read(Cluster cluster, JsonObject definition, string group, string plural, JsonObject names, JsonObject version)
    {
        var versionName = version.Text("name") ?? "";
        var kindName = names.Text("kind") ?? "";
        var subresources = new Dictionary<string, SubresourceKind>(StringComparer.Ordinal);
        var hasStatus = version.At("subresources", "status") is not null;
        if (hasStatus)
            subresources["status"] = new SubresourceKind("status", group, versionName, kindName, PartVerbs);
        var scale = version.Map("subresources", "scale");
        if (scale is not null)
            subresources["scale"] = new SubresourceKind("scale", "autoscaling", "v1", "Scale", PartVerbs);
        var deprecated = version.Flag("deprecated") ? version.Text("deprecationWarning") ?? Deprecation(definition, group, versionName, kindName) : null;
        var schema = version.Map("schema", "openAPIV3Schema") is { } document ? new SchemaNode(cluster.Schemas, WithMetadata(document.Copy())) : null;
        return new ResourceKind(group, versionName, kindName, plural, definition.Text("spec", "scope") != "Cluster")
        {
            Singular = names.Text("singular") ?? kindName.ToLowerInvariant(),
            ListKind = names.Text("listKind") ?? kindName + "List",
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Verbs = Verbs,
            Subresources = subresources,
            Custom = new CustomVersion(definition.Name(), version.Flag("storage"), schema)
            {
                HasStatus = hasStatus,
                HasDefaults = version["schema"] is { } text && JsonText.ToText(text).Contains("\"default\":", StringComparison.Ordinal),
                Scale = scale?.Copy(),
                Columns = [.. version.Objects("additionalPrinterColumns").Select(column => column.Copy())],
                SelectableFields = [.. version.Objects("selectableFields").Select(field => field.Text("jsonPath") ?? "")],
                Deprecation = deprecated
            }
        };
    }

    private static string Deprecation(JsonObject definition, string group, string version, string kind)
    {
        var newer = definition.Objects("spec", "versions").Where(other => other.Flag("served") && !other.Flag("deprecated")).Select(other => other.Text("name") ?? "").FirstOrDefault();
        return $"{group}/{version} {kind} is deprecated" + (newer is null ? "" : $"; use {group}/{newer} {kind}");
    }

    /// <summary>The metadata of custom resources has the type of all metadata, which field ownership needs to know.</summary>
    private static JsonObject WithMetadata(JsonObject schema)
    {
        if (schema.Flag("x-kubernetes-preserve-unknown-fields") && schema["properties"] is null)
            return schema;
        var properties = schema.Ensure("properties");
        properties["metadata"] = new JsonObject { ["$ref"] = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };
        properties.Default("apiVersion", new JsonObject { ["type"] = "string" });
        properties.Default("kind", new JsonObject { ["type"] = "string" });
        return schema;
    }
}
