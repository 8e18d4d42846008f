namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A served kind in one version: what discovery says about it.</summary>
internal sealed record ResourceKind(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    public string Singular { get; init; } = "";

    public string ListKind { get; init; } = "";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyDictionary<string, SubresourceKind> Subresources { get; init; } = new Dictionary<string, SubresourceKind>(StringComparer.Ordinal);

    /// <summary>Schema of the objects, or null when nothing is known (anything is then accepted).</summary>
    public SchemaNode? Schema { get; init; }

    /// <summary>The version of a custom resource definition behind it, or null for built-in kinds.</summary>
    public Crds.CustomVersion? Custom { get; init; }

    public string GroupVersion => Group.Length == 0 ? Version : Group + "/" + Version;

    /// <summary>Plural with group, as messages name the resource.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : Plural + "." + Group;

    /// <summary>Storage name: one per kind whatever group or version it is served in.</summary>
    public string Storage => Group == "events.k8s.io" ? "/events" : Group + "/" + Plural;

    public bool Has(string verb) => Verbs.Contains(verb);
}
