namespace OptaPS.Kubernetes.Discovery;

/// <summary>The API server's version.</summary>
/// <param name="GitVersion">The full version, for example <c>v1.33.1-eks-595af52</c>.</param>
/// <param name="Major">The major number.</param>
/// <param name="Minor">The minor number.</param>
public sealed record ServerVersion(string GitVersion, int Major, int Minor)
{
    /// <summary>Returns the full version.</summary>
    public override string ToString() => GitVersion;
}
