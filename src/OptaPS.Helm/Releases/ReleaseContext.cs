using OptaPS.Kubernetes;

namespace OptaPS.Helm.Releases;

/// <summary>What a chart is rendered for.</summary>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Name">The release's name.</param>
/// <param name="Revision">The revision that is being made, counted from 1.</param>
/// <param name="IsUpgrade">False for a first install.</param>
/// <param name="Cluster">The cluster whose capabilities and objects the chart sees, or null when there is none yet.</param>
public sealed record ReleaseContext(string Namespace, string Name, int Revision, bool IsUpgrade, IKubernetesClient? Cluster);
