namespace OptaPS.Objects;

/// <summary>A kubeconfig entry that was written.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="Path">The file.</param>
/// <param name="Context">The context's name.</param>
/// <param name="Server">The API server's address.</param>
public sealed record KubeconfigInfo(string EnvironmentName, string Path, string Context, Uri Server);
