using System.Globalization;
using OptaPS.Helm.Rendering;
using OptaPS.Kubernetes;

namespace OptaPS.Helm.Provider;

/// <summary>Reads what templates see as <c>.Capabilities</c> from a cluster.</summary>
public static class ClusterCapabilities
{
    /// <summary>The cluster's version, and everything it serves as <c>group/version</c> and <c>group/version/Kind</c>.</summary>
    public static async Task<Capabilities> ReadAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        var version = await client.GetVersionAsync(cancellationToken);
        var served = await client.DiscoverAsync(cancellationToken);
        var versions = served.Select(resource => resource.Kind.ApiVersion).Concat(served.Select(resource => $"{resource.Kind.ApiVersion}/{resource.Kind.Kind}"));
        return new Capabilities
        {
            KubeVersion = new KubeVersion(version.GitVersion, version.Major.ToString(CultureInfo.InvariantCulture), version.Minor.ToString(CultureInfo.InvariantCulture)),
            ApiVersions = [.. versions.Distinct(StringComparer.Ordinal)],
        };
    }
}
