using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>Places objects of manifests in a cluster: which version the server serves, and whether the kind has namespaces.</summary>
internal sealed class ResourceMap
{
    /// <summary>Code of the finding that a cluster does not serve a kind.</summary>
    public const string NotServed = "OPTA5504";

    private readonly Dictionary<GroupVersionKind, ApiResource> exact = [];
    private readonly Dictionary<(string Group, string Kind), ApiResource> present = [];
    private readonly string releaseNamespace;

    private ResourceMap(IReadOnlyList<ApiResource> served, string releaseNamespace)
    {
        this.releaseNamespace = releaseNamespace;
        foreach (var resource in served)
        {
            exact.TryAdd(resource.Kind, resource);
            present.TryAdd((ObjectIdentity.PresentGroup(resource.Kind), resource.Kind.Kind), resource);
        }
    }

    /// <summary>Asks the cluster what it serves.</summary>
    public static async Task<ResourceMap> ReadAsync(IKubernetesClient cluster, string releaseNamespace, CancellationToken cancellationToken) =>
        new(await cluster.DiscoverAsync(cancellationToken), releaseNamespace);

    /// <summary>Places the objects of a stored manifest. An object whose kind the server no longer has in any version is left out: it cannot exist any more.</summary>
    public IReadOnlyList<TargetObject> PlaceStored(IEnumerable<ManifestObject> objects) =>
        [.. objects.Select(found => Place(found, exactOnly: false)).OfType<TargetObject>()];

    /// <summary>Places the objects of a manifest that is to be applied.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="defined">Kinds that custom resource definitions of the same run bring, with whether they have namespaces.</param>
    /// <exception cref="OptaException">OPTA5504: a kind is not served.</exception>
    public IReadOnlyList<TargetObject> PlaceNew(IEnumerable<ManifestObject> objects, IReadOnlyDictionary<GroupVersionKind, bool>? defined = null)
    {
        var placed = new List<TargetObject>();
        var unknown = new List<Diagnostic>();
        foreach (var found in objects)
        {
            if (Place(found, exactOnly: true) is { } target)
                placed.Add(target);
            else if (defined is not null && defined.TryGetValue(found.Kind, out var namespaced))
                placed.Add(Place(found, found.Kind, namespaced));
            else
                unknown.Add(Unknown(found));
        }

        return unknown.Count == 0 ? placed : throw new OptaException(unknown);
    }

    /// <summary>True when the server serves the kind in this version.</summary>
    public bool Serves(GroupVersionKind kind) => exact.ContainsKey(kind);

    private TargetObject? Place(ManifestObject found, bool exactOnly)
    {
        var kind = found.Kind;
        if (exact.TryGetValue(kind, out var resource))
            return Place(found, kind, resource.Namespaced);
        return !exactOnly && present.TryGetValue((ObjectIdentity.PresentGroup(kind), kind.Kind), out resource)
            ? Place(found, resource.Kind, resource.Namespaced)
            : null;
    }

    private TargetObject Place(ManifestObject found, GroupVersionKind kind, bool namespaced)
    {
        var document = (JsonObject)found.Document.DeepClone();
        var space = namespaced ? found.Document.GetNamespace() ?? releaseNamespace : null;
        var metadata = (JsonObject)document["metadata"]!;
        if (space is null)
            metadata.Remove("namespace");
        else
            metadata["namespace"] = space;
        var id = new ObjectIdentity(ObjectIdentity.PresentGroup(kind), kind.Kind, space, found.Name);
        return new TargetObject(id, new ObjectKey(kind, space, found.Name), document, found.Source, found.IsKept);
    }

    private Diagnostic Unknown(ManifestObject found)
    {
        var other = present.TryGetValue((ObjectIdentity.PresentGroup(found.Kind), found.Kind.Kind), out var resource) ? resource.Kind.ApiVersion : null;
        return new Diagnostic(NotServed, Severity.Error, $"The cluster does not serve {found.Kind.ApiVersion} {found.Kind.Kind} ({found.Name}, from {found.Source}).")
        {
            Resource = $"{found.Kind.Kind} {found.Name}",
            Nearest = other,
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = other is null
                ? "Install the custom resource definition of this kind first, or switch the part of the chart off that needs it."
                : $"Use a chart version that writes {other}.",
        };
    }
}
