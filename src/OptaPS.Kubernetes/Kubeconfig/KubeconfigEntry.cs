using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>A named cluster, user or context with the file it comes from.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Content">Its members.</param>
/// <param name="File">The file; relative paths inside are relative to its folder.</param>
internal sealed record KubeconfigEntry(string Name, JsonObject Content, string File)
{
    /// <summary>The absolute form of a path in this entry.</summary>
    public string PathOf(string path) => Path.IsPathRooted(path) ? path : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File)) ?? "", path);
}
