using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>A resource that the server serves: how a kind is reached.</summary>
/// <param name="Kind">Group, version and kind.</param>
/// <param name="Plural">The name in paths, for example <c>deployments</c>.</param>
/// <param name="Namespaced">True when objects lie in namespaces.</param>
public sealed record ApiResource(GroupVersionKind Kind, string Plural, bool Namespaced)
{
    /// <summary>The singular name, for example <c>deployment</c>; may be empty on old servers.</summary>
    public string Singular { get; init; } = "";

    /// <summary>Short names, for example <c>deploy</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources it belongs to, for example <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Verbs that the server supports on it.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Names of its subresources, for example <c>status</c> and <c>scale</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>The path of a collection: of one namespace, or of all when <paramref name="namespace"/> is null.</summary>
    public string CollectionPath(string? @namespace)
    {
        var root = Kind.Group.Length == 0 ? $"/api/{Kind.Version}" : $"/apis/{Kind.Group}/{Kind.Version}";
        return Namespaced && @namespace is not null ? $"{root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}" : $"{root}/{Plural}";
    }

    /// <summary>The path of one object, or of a subresource of it.</summary>
    public string ObjectPath(string? @namespace, string name, string? subresource = null)
    {
        var path = $"{CollectionPath(@namespace)}/{Uri.EscapeDataString(name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }
}
