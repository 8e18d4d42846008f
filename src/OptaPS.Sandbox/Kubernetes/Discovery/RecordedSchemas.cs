using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>What documents of custom kinds borrow from the recorded document of the apps group.</summary>
internal static class RecordedSchemas
{
    private const string Prefix = "#/components/schemas/";
    private const string DeleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private static readonly Lazy<JsonObject> Apps = new(() => JsonReader.Parse(OpenApiArchive.Read()["apis/apps/v1"])!.AsObject());

    public static JsonObject AppsPaths => Apps.Value.Map("paths")!;

    /// <summary>Adds every recorded schema that something in the document refers to and that is not there yet.</summary>
    public static void Complete(JsonObject paths, JsonObject schemas)
    {
        var open = new Queue<string>(References(paths).Concat(References(schemas)));
        while (open.TryDequeue(out var name))
        {
            if (schemas.ContainsKey(name) || Apps.Value.Map("components", "schemas", name)?.Copy() is not { } schema)
                continue;
            // Custom kinds may be of any group: the options are those of all groups.
            if (name == DeleteOptions && SchemaSet.Definition(name).List("x-kubernetes-group-version-kind") is { } all)
                schema["x-kubernetes-group-version-kind"] = JsonWrite.ToArray(all.Select(item => item!.DeepClone()).OrderBy(item => item.Text("group"), StringComparer.Ordinal).ThenBy(item => item.Text("version"), StringComparer.Ordinal));
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
