using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Names one object.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects, or to take the connection's namespace.</param>
/// <param name="Name">Its name.</param>
public sealed record ObjectKey(GroupVersionKind Kind, string? Namespace, string Name)
{
    /// <summary>Makes a key of <c>apiVersion</c>, kind, namespace and name.</summary>
    public static ObjectKey Of(string apiVersion, string kind, string? @namespace, string name) =>
        new(GroupVersionKind.Of(apiVersion, kind), @namespace, name);

    /// <summary>The key of an object document.</summary>
    /// <exception cref="FormatException"><c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c> is missing.</exception>
    public static ObjectKey Of(JsonObject document) => new(document.GetKind(), document.GetNamespace(), document.GetName());

    /// <summary>Returns <c>Kind namespace/name</c>, the form used in messages.</summary>
    public override string ToString() => Namespace is null ? $"{Kind.Kind} {Name}" : $"{Kind.Kind} {Namespace}/{Name}";
}
