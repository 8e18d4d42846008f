using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>The identifier of an object in records: <c>namespace/name@uid</c>, or <c>name@uid</c> without a namespace.</summary>
/// <param name="Namespace">The namespace, or null.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">The unique id, or null when it is not known.</param>
internal sealed record ObjectIdentifier(string? Namespace, string Name, string? Uid)
{
    public static ObjectIdentifier Of(JsonObject live) => new(live.GetNamespace(), live.GetName(), live.GetUid());

    public static ObjectIdentifier Parse(string text)
    {
        var at = text.LastIndexOf('@');
        var (path, uid) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(null, path, uid) : new(path[..slash], path[(slash + 1)..], uid);
    }

    public ObjectKey KeyOf(GroupVersionKind kind) => new(kind, Namespace, Name);

    public override string ToString() => (Namespace is null ? Name : $"{Namespace}/{Name}") + (Uid is null ? "" : "@" + Uid);
}
