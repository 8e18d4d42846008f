namespace OptaPS.Objects;

/// <summary>A release that was uninstalled.</summary>
/// <param name="EnvironmentName">The environment whose cluster it was in, or null for a cluster of a kubeconfig.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="ReleaseName">The name.</param>
/// <param name="HistoryKept">True when its records were kept.</param>
public sealed record RemovedRelease(string? EnvironmentName, string Namespace, string ReleaseName, bool HistoryKept);
