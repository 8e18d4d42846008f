using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>An object of a manifest, placed: with its namespace and the version under which the server serves it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Key">How the server reaches it.</param>
/// <param name="Document">The object, with its namespace filled in.</param>
/// <param name="Source">The template that made it, or empty.</param>
/// <param name="IsKept">True when it stays after the release no longer has it.</param>
internal sealed record TargetObject(ObjectIdentity Id, ObjectKey Key, JsonObject Document, string Source, bool IsKept)
{
    /// <inheritdoc/>
    public override string ToString() => Id.ToString();
}
