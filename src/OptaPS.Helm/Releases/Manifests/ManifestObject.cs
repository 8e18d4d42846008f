using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>One object of a manifest as the chart wrote it.</summary>
/// <param name="Document">The object.</param>
/// <param name="Source">The template that made it, or empty.</param>
internal sealed record ManifestObject(JsonObject Document, string Source)
{
    /// <summary>Its kind.</summary>
    public GroupVersionKind Kind => Document.GetKind();

    /// <summary>Its name.</summary>
    public string Name => Document.GetName();

    /// <summary>True when the chart wants it kept when the release no longer has it.</summary>
    public bool IsKept => Document.GetAnnotation("helm.sh/resource-policy")?.Trim().Equals("keep", StringComparison.OrdinalIgnoreCase) == true;
}
