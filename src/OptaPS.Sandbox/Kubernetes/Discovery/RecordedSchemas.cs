using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>What documents of custom kinds borrow from the recorded document of the apps group.</summary>
internal static class RecordedSchemas
{
    private const string Prefix = "#/components/schemas/";
    private const string DeleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private static readonly Lazy<JsonObject> Apps = new(() => JsonReader.Parse(OpenApiArchive.Read()["apis/apps/v1"])!.AsObject());

    /// <summary>Groups of the server's own parts, which documents of custom kinds do not name.</summary>
    private static readonly string[] Inner = ["admission.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "imagepolicy.k8s.io"];

    /// <summary>Custom kinds may be of any group: their options of deletes are those of all groups, which only the document of version 2 names.</summary>
    private static readonly Lazy<JsonArray> AllGroups = new(() => JsonWrite.ToArray((JsonReader.Parse(OpenApiArchive.Read()["v2"]).List("definitions", DeleteOptions, "x-kubernetes-group-version-kind") ?? [])
        .Where(item => !Inner.Contains(item.Text("group"))).Select(item => item!.DeepClone()).OrderBy(item => item.Text("group"), StringComparer.Ordinal).ThenBy(item => item.Text("version"), StringComparer.Ordinal)));

    public static JsonObject AppsPaths => Apps.Value.Map("paths")!;

    /// <summary>Adds every recorded schema that something in the document refers to and that is not there yet.</summary>
    public static void Complete(JsonObject paths, JsonObject schemas)
    {
        var open = new Queue<string>(References(paths).Concat(References(schemas)));
        while (open.TryDequeue(out var name))
        {
            if (schemas.ContainsKey(name) || Apps.Value.Map("components", "schemas", name)?.Copy() is not { } schema)
                continue;
            if (name == DeleteOptions)
                schema["x-kubernetes-group-version-kind"] = AllGroups.Value.DeepClone();
            schemas[name] = schema;
            foreach (var next in References(schema))
                open.Enqueue(next);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key == "$ref" && pair.Value.Text() is { } target && target.StartsWith(Prefix, StringComparison.Ordinal) ? [target[Prefix.Length..]] : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => []
    };
}
