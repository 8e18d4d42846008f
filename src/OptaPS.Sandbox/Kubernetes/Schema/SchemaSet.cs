using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>Schemas by definition name.</summary>
internal sealed class SchemaSet
{
    private readonly ConcurrentDictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Version, string Kind), string> kinds = [];

    public SchemaSet()
    {
        foreach (var (name, definition) in DataFiles.Schemas)
        {
            foreach (var kind in definition.Objects("x-kubernetes-group-version-kind"))
                kinds.TryAdd((kind.Text("group") ?? "", kind.Text("version") ?? "", kind.Text("kind") ?? ""), name);
        }
    }

    public static JsonObject? Definition(string name) => DataFiles.Schemas.GetValueOrDefault(name);

    public SchemaNode? Find(string name) =>
        DataFiles.Schemas.ContainsKey(name) ? nodes.GetOrAdd(name, key => new SchemaNode(this, DataFiles.Schemas[key], key)) : null;

    public SchemaNode? FindKind(string group, string version, string kind) =>
        kinds.TryGetValue((group, version, kind), out var name) ? Find(name) : null;

    public SchemaNode ObjectMeta => Find("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")!;
}
