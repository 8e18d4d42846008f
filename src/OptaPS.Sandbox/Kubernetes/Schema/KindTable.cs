using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>All served kinds: the built-in ones from the recorded discovery documents and those of custom resource definitions.</summary>
internal sealed class KindTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceKind> byPlural = [];
    private readonly Dictionary<(string Group, string Version, string Kind), ResourceKind> byKind = [];
    private readonly Dictionary<string, ResourceKind> byStorage = new(StringComparer.Ordinal);

    public KindTable(SchemaSet schemas)
    {
        Schemas = schemas;
        foreach (var (name, document) in DataFiles.Discovery)
        {
            if (document.Text("kind") != "APIResourceList")
                continue;
            var groupVersion = document.Text("groupVersion")!;
            var slash = groupVersion.IndexOf('/', StringComparison.Ordinal);
            var (group, version) = slash < 0 ? ("", groupVersion) : (groupVersion[..slash], groupVersion[(slash + 1)..]);
            var entries = document.Objects("resources").ToList();
            foreach (var entry in entries.Where(entry => !entry.Text("name")!.Contains('/', StringComparison.Ordinal)))
                Add(Read(group, version, entry, entries));
        }
    }

    public SchemaSet Schemas { get; }

    public ResourceKind? Find(string group, string version, string plural)
    {
        lock (gate)
            return byPlural.GetValueOrDefault((group, version, plural));
    }

    public ResourceKind? FindKind(string group, string version, string kind)
    {
        lock (gate)
            return byKind.GetValueOrDefault((group, version, kind));
    }

    public ResourceKind? FindKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? FindKind("", apiVersion, kind) : FindKind(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    /// <summary>A kind by storage name (<c>group/plural</c>), in the version that objects are stored in.</summary>
    public ResourceKind? FindStorage(string storage)
    {
        lock (gate)
            return byStorage.GetValueOrDefault(storage);
    }

    public ResourceKind Builtin(string group, string plural) => FindStorage(group + "/" + plural) ?? throw new InvalidOperationException("unknown kind " + plural);

    /// <summary>Whether the server itself serves kinds of a group.</summary>
    public bool IsBuiltinGroup(string group)
    {
        lock (gate)
            return byPlural.Values.Any(kind => kind.Group == group && kind.Custom is null);
    }

    public IReadOnlyList<ResourceKind> All
    {
        get
        {
            lock (gate)
                return [.. byPlural.Values];
        }
    }

    public void Add(ResourceKind kind)
    {
        lock (gate)
        {
            byPlural[(kind.Group, kind.Version, kind.Plural)] = kind;
            byKind[(kind.Group, kind.Version, kind.Kind)] = kind;
            // Horizontal pod autoscalers are kept as v2, events as core/v1, custom resources in their storage version.
            if (kind.Group == "events.k8s.io" || kind is { Group: "autoscaling", Version: "v1" } || kind.Custom is { IsStorage: false })
                return;
            byStorage[kind.Storage] = kind;
        }
    }

    /// <summary>A version that objects are kept in without being served.</summary>
    public void AddStorageOnly(ResourceKind kind)
    {
        lock (gate)
            byStorage[kind.Storage] = kind;
    }

    public void Remove(string group, string plural)
    {
        lock (gate)
        {
            foreach (var kind in byPlural.Values.Where(kind => kind.Group == group && kind.Plural == plural).ToList())
            {
                byPlural.Remove((kind.Group, kind.Version, kind.Plural));
                byKind.Remove((kind.Group, kind.Version, kind.Kind));
            }

            byStorage.Remove(group + "/" + plural);
        }
    }

    private ResourceKind Read(string group, string version, JsonObject entry, List<JsonObject> entries)
    {
        var plural = entry.Text("name")!;
        var kind = entry.Text("kind")!;
        var subresources = new Dictionary<string, SubresourceKind>(StringComparer.Ordinal);
        foreach (var sub in entries.Where(other => other.Text("name")!.StartsWith(plural + "/", StringComparison.Ordinal)))
        {
            var name = sub.Text("name")![(plural.Length + 1)..];
            subresources[name] = new SubresourceKind(
                name, sub.Text("group") ?? (sub.Text("version") is null ? group : ""), sub.Text("version") ?? version, sub.Text("kind")!, [.. sub.Texts("verbs")]);
        }

        return new ResourceKind(group, version, kind, plural, entry.Flag("namespaced"))
        {
            Singular = entry.Text("singularName") ?? "",
            ListKind = kind + "List",
            ShortNames = [.. entry.Texts("shortNames")],
            Categories = [.. entry.Texts("categories")],
            Verbs = [.. entry.Texts("verbs")],
            Subresources = subresources,
            Schema = Schemas.FindKind(group, version, kind)
        };
    }
}
